#!/usr/bin/env bash
# holidays 0.109 (PyPI) and date-holidays 3.37.0 (npm): public holidays of "GB" in 2026, a day on which nobody is called.
# Guess: both list Easter Monday, which is a holiday in England, Wales and Northern Ireland.
# Seen: without a part of the country the first lists only the days of all four (no Easter Monday, no day in August),
# the second lists Easter Monday and still no day in August; with England named both list both.
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
for (const part of [[], ['ENG']]) {
    const days = new Holidays('GB', ...part).getHolidays(2026).filter((day) => day.type === 'public');
    console.log(['2026-04-06', '2026-08-31'].map((on) => days.some((day) => day.date.startsWith(on))).join(' '));
}
NODE
cat >ask.py <<'PYTHON'
import holidays
for part in (None, "ENG"):
    days = holidays.country_holidays("GB", subdiv=part, years=2026)
    print(*(str(on in days).lower() for on in ("2026-04-06", "2026-08-31")))
PYTHON
echo "Easter Monday and the summer bank holiday, for GB and for England:"
python="$(env/bin/python ask.py)"
node="$(node ask.cjs)"
printf 'holidays:\n%s\ndate-holidays:\n%s\n' "$python" "$node"
[ "$python" = $'false false\ntrue true' ]
[ "$node" = $'true false\ntrue true' ]
