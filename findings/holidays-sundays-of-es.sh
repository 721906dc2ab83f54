#!/usr/bin/env bash
# holidays 0.109 (PyPI): the national holidays of Spain, a day on which consumers are not called there.
# Guess: All Saints' Day is in the list of every year, as it is for Italy and Portugal.
# Seen: in a year in which it falls on a Sunday (2026) it is left out, and Constitution Day with it; regions may move such
# days. "Is 1 November a holiday?" depends on the weekday.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'holidays==0.109'
cat >ask.py <<'PYTHON'
import holidays
for year in (2025, 2026, 2027):
    lists = {land: holidays.country_holidays(land, years=year) for land in ("ES", "IT", "PT")}
    print(year, *(f"{land} {f'{year}-11-01' in days}" for land, days in lists.items()), f"ES-12-06 {f'{year}-12-06' in lists['ES']}")
PYTHON
seen="$(env/bin/python ask.py)"
echo "1 November in Spain, Italy and Portugal, and 6 December in Spain:"
echo "$seen"
[ "$(sed -n 2p <<<"$seen")" = "2026 ES False IT True PT True ES-12-06 False" ]
[ "$(sed -n 3p <<<"$seen")" = "2027 ES True IT True PT True ES-12-06 True" ]
