#!/usr/bin/env bash
# phonenumbers 9.0.43 (PyPI), with the metadata of libphonenumber, on the time zones of numbers without a place.
# Guess: the zones of a number are few, the likeliest first, or there are none.
# Seen: a toll-free or personal number of the North American plan lists every zone of the plan in the order of the
# alphabet. Who takes the first one calls by the clock of the Aleutian Islands. Australian mobiles begin with Adelaide.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'phonenumbers==9.0.43'
"$room/env/bin/python" - <<'PYTHON'
import phonenumbers
from phonenumbers.timezone import time_zones_for_number

def zones(text):
    return time_zones_for_number(phonenumbers.parse(text))

for text in ["+1 212 555 0100", "+1 800 555 0199", "+61 491 570 006"]:
    found = zones(text)
    print(f"{text:18} {len(found):3} zones, first {found[0]}")
assert zones("+1 212 555 0100") == ("America/New_York",)
free = zones("+1 800 555 0199")
assert len(free) > 30 and free[0] == "America/Adak" and list(free) == sorted(free)
assert zones("+61 491 570 006")[0] == "Australia/Adelaide"
PYTHON
