#!/usr/bin/env bash
# num2words 0.5.14 (PyPI), which writes numbers as they are spoken, on amounts of money.
# Guess: 1000 and 1000.0 are the same amount.
# Seen: a whole number is read as cents: 1000 is "ten dollars, zero cents", 1000.0 is "one thousand dollars, zero cents".
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'num2words==0.5.14'
"$room/env/bin/python" - <<'PYTHON'
from num2words import num2words

seen = [num2words(amount, to="currency", currency="USD") for amount in (1000, 1000.0)]
print(*seen, sep="\n")
assert seen == ["ten dollars, zero cents", "one thousand dollars, zero cents"]
PYTHON
