#!/usr/bin/env bash
# ics 0.7.3 (PyPI) on an invite whose TZID is a zone name of Windows, as Outlook writes them.
# Guess: the name is refused, converted through CLDR, or the time is left without a zone.
# Seen: the wall time is kept and called UTC: nine in the morning in Chicago becomes nine in London. The same event with
# an IANA name is right.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'ics==0.7.3'
"$room/env/bin/python" - <<'PYTHON'
from ics import Calendar

def begin(zone):
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@x.example",
        "DTSTAMP:20261101T000000Z", f"DTSTART;TZID={zone}:20261130T090000", f"DTEND;TZID={zone}:20261130T093000",
        "SUMMARY:Review", "END:VEVENT", "END:VCALENDAR", "",
    ]
    return next(iter(Calendar("\r\n".join(lines)).events)).begin.isoformat()

windows, iana = begin("Central Standard Time"), begin("America/Chicago")
print("Central Standard Time ->", windows)
print("America/Chicago       ->", iana)
assert windows == "2026-11-30T09:00:00+00:00"
assert iana == "2026-11-30T09:00:00-06:00"
PYTHON
