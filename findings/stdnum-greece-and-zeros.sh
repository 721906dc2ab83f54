#!/usr/bin/env bash
# python-stdnum 2.2 (PyPI), which checks and normalises numbers of registers, on numbers for value added tax.
# Guess: `validate` returns one form for one number, and a row of zeros is no number anywhere.
# Seen: a Greek number keeps whichever of its two prefixes it came with, GR or EL, so that one company has two keys; the national
# modules drop the prefix, so that a Danish and a Finnish company have one key; zeros are a number in France, Norway, Poland and
# Switzerland, and none in Denmark, Brazil and the Czech Republic.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'python-stdnum==2.2'
"$room/env/bin/python" - <<'PYTHON'
from stdnum import exceptions
from stdnum.br import cnpj
from stdnum.ch import uid
from stdnum.cz import dic
from stdnum.dk import cvr
from stdnum.eu import vat
from stdnum.fi import alv
from stdnum.fr import siren
from stdnum.no import orgnr
from stdnum.pl import nip

greek = [vat.validate("GR 094259216"), vat.validate("EL 094259216")]
print("one Greek number:", *greek)
assert greek == ["GR094259216", "EL094259216"]
bare = [cvr.validate("DK 25123891") if cvr.is_valid("DK 25123891") else None, dic.validate("CZ 25123891"), vat.guess_country("25123891")]
print("25123891 with DK, with CZ, without:", *bare)
assert bare[:2] == ["25123891", "25123891"] and {"dk", "fi", "cz"} <= set(bare[2])
assert alv.is_valid("FI 25123891")
zeros = {}
for name, module, length in [("fr", siren, 9), ("no", orgnr, 9), ("pl", nip, 10), ("ch", uid, 9), ("dk", cvr, 8), ("br", cnpj, 14), ("cz", dic, 8)]:
    zeros[name] = module.is_valid("0" * length)
print("zeros are a number in:", *(name for name, valid in zeros.items() if valid))
assert zeros == {"fr": True, "no": True, "pl": True, "ch": True, "dk": False, "br": False, "cz": False}
PYTHON
