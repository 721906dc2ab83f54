#!/usr/bin/env bash
# pycountry 26.2.16 (PyPI), the countries of ISO 3166, asked for names as address lists and CRM exports write them.
# Guess: an everyday English name is found, by the fuzzy search at the latest, and the best hit is the country.
# Seen: "Turkey" and "Ivory Coast" are found by neither; "America" is American Samoa before the United States; "Kosovo"
# is Serbia, because a subdivision of that name counts; "Russia" and "UK" raise a LookupError outside the fuzzy search.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'pycountry==26.2.16'
"$room/env/bin/python" - <<'PYTHON'
import pycountry

def found(search, name):
    try:
        return search(name)
    except LookupError:
        return None

seen = {}
for name in ["Turkey", "Ivory Coast", "America", "Kosovo", "Russia", "UK", "Czech Republic"]:
    exact = found(lambda n: pycountry.countries.lookup(n).alpha_2, name)
    fuzzy = found(lambda n: pycountry.countries.search_fuzzy(n)[0].alpha_2, name)
    seen[name] = (exact, fuzzy)
    print(f"{name:15} exact {exact}, fuzzy {fuzzy}")
assert seen == {
    "Turkey": (None, None), "Ivory Coast": (None, None), "America": (None, "AS"), "Kosovo": (None, "RS"),
    "Russia": (None, "RU"), "UK": (None, "GB"), "Czech Republic": ("CZ", "CZ"),
}
PYTHON
