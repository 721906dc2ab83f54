#!/usr/bin/env bash
# phonenumbers 9.0.43 (PyPI; libphonenumber's metadata) with tzdata 2025.2: zones of Canadian numbers.
# Guess: a number that names one town lists the zone of that town.
# Seen: Whitehorse (+1 867 668) lists America/Vancouver and Dawson Creek (+1 250 782) America/Edmonton, towns with other
# clocks: an hour apart in January 2026 and in July 2025; an 867 number of no known town lists America/Fort_Nelson, which
# has another area code.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'phonenumbers==9.0.43' 'tzdata==2025.2'
PYTHONTZPATH="" "$room/env/bin/python" - <<'PYTHON'
from datetime import datetime, timezone as utc
from zoneinfo import ZoneInfo
import phonenumbers
from phonenumbers import timezone

def zones(number):
    return timezone.time_zones_for_number(phonenumbers.parse(number))

def hours(zone, *day):
    return datetime(*day, 18, tzinfo=utc.utc).astimezone(ZoneInfo(zone)).utcoffset().total_seconds() / 3600

cases = [("+1 867 668 0100", "America/Whitehorse", (2026, 1, 15)), ("+1 250 782 0100", "America/Dawson_Creek", (2025, 7, 15))]
seen = []
for number, town, day in cases:
    [listed] = zones(number)
    seen.append((listed, hours(listed, *day), hours(town, *day)))
    print(f"{number}: {listed} {seen[-1][1]:+}, {town} {seen[-1][2]:+} on {day}")
print("+1 867 555 0100:", zones("+1 867 555 0100"))
assert seen == [("America/Vancouver", -8.0, -7.0), ("America/Edmonton", -6.0, -7.0)]
assert zones("+1 867 555 0100") == ("America/Fort_Nelson",)
PYTHON
