#!/usr/bin/env bash
# cleanco 2.3 (PyPI), which takes legal forms off company names, on forms of two parts and on a name that is a form.
# Guess: a compound form goes whole, and a name never shrinks to an article.
# Seen: of "AG & Co. KG" only "KG" goes, so that the same firm with and without its partner has two keys; "The Limited"
# becomes "The"; a form in front ("AB Volvo", "OOO ...") stays.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'cleanco==2.3'
"$room/env/bin/python" - <<'PYTHON'
from cleanco import basename

seen = {name: basename(name) for name in ["Halden AG & Co. KG", "Halden AG", "The Limited", "AB Volvo", "Norvik spol. s r.o."]}
for name, base in seen.items():
    print(f"{name:22} -> {base!r}")
assert seen == {
    "Halden AG & Co. KG": "Halden AG & Co.", "Halden AG": "Halden", "The Limited": "The", "AB Volvo": "AB Volvo",
    "Norvik spol. s r.o.": "Norvik",
}
PYTHON
