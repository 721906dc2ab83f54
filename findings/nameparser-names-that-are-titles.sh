#!/usr/bin/env bash
# nameparser 2.6.0 (PyPI), which splits the names of people for greetings, on given names that are also titles.
# Guess: a name of two words without a dot is a given and a family name.
# Seen: "Maj" (a common Swedish given name), "Pastor" (Spanish), "Judge" and "Prince" become titles, so that the person
# has no given name or the family name stands in its place; "Major", "Dean" and "Marshall" are left as they are.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'nameparser==2.6.0'
"$room/env/bin/python" - <<'PYTHON'
from nameparser import HumanName

seen = {}
for name in ["Maj Olsen", "Pastor Vega", "Judge Harlow", "Prince Harris", "Major Tailor", "Dean Foster", "Marshall Reed"]:
    parts = HumanName(name)
    seen[name] = (parts.title, parts.first, parts.last)
    print(f"{name:14} title {parts.title!r}, first {parts.first!r}, last {parts.last!r}")
assert seen == {
    "Maj Olsen": ("Maj", "", "Olsen"), "Pastor Vega": ("Pastor", "", "Vega"), "Judge Harlow": ("Judge", "", "Harlow"),
    "Prince Harris": ("Prince", "Harris", ""), "Major Tailor": ("", "Major", "Tailor"),
    "Dean Foster": ("", "Dean", "Foster"), "Marshall Reed": ("", "Marshall", "Reed"),
}
PYTHON
