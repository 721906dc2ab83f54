#!/usr/bin/env bash
# date-holidays 3.37.0 (npm) and holidays 0.109 (PyPI): 30 September in British Columbia, where telemarketers may not call on
# statutory holidays.
# Guess: both list the National Day for Truth and Reconciliation, a statutory holiday there since 2023.
# Seen: the one calls it an observance, in a note about federal employers, so that whoever asks for public holidays calls;
# the other has it as a holiday.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'holidays==0.109'
npm init -y >/dev/null
npm install --silent --no-fund --no-audit date-holidays@3.37.0 >/dev/null
cat >ask.cjs <<'NODE'
const Holidays = require('date-holidays');
const days = new Holidays('CA', 'BC').getHolidays(2026);
console.log(days.filter((day) => day.date.startsWith('2026-09-30')).map((day) => day.type).join(' '));
NODE
cat >ask.py <<'PYTHON'
import holidays
print("2026-09-30" in holidays.country_holidays("CA", subdiv="BC", years=2026))
PYTHON
node="$(node ask.cjs)"
python="$(env/bin/python ask.py)"
echo "30 September 2026 in British Columbia: date-holidays says $node, holidays says $python"
[ "$node" = observance ]
[ "$python" = True ]
