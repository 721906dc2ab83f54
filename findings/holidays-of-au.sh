#!/usr/bin/env bash
# holidays 0.109 (PyPI): public holidays of "AU", a day on which Australia's standard forbids calls that sell.
# Guess: the list of the country holds at least the days that every state and territory keeps.
# Seen: the days kept instead of a weekend's are in the list of each of the nine parts and not in that of the country:
# Monday 27 and Tuesday 28 December 2027, Monday 3 January 2028.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'holidays==0.109'
cat >ask.py <<'PYTHON'
import holidays
years = (2027, 2028)
country = holidays.country_holidays("AU", years=years)
parts = {part: holidays.country_holidays("AU", subdiv=part, years=years) for part in country.subdivisions}
for on in ("2027-12-27", "2027-12-28", "2028-01-03"):
    kept = sum(on in days for days in parts.values())
    print(on, "country:", on in country, f"parts: {kept} of {len(parts)}")
PYTHON
seen="$(env/bin/python ask.py)"
echo "$seen"
[ "$seen" = $'2027-12-27 country: False parts: 9 of 9\n2027-12-28 country: False parts: 9 of 9\n2028-01-03 country: False parts: 9 of 9' ]
