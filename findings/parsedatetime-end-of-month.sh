#!/usr/bin/env bash
# parsedatetime 2.6 (PyPI), which reads typed days, asked on 13 March 2026.
# Guess: "end of march" is the last day of this March and "second of may" is the second.
# Seen: "end of march" is 1 March 2027, nearly a year late, while "eom" is 31 March 2026; "second of may" is 1 May. All
# three are flagged as dates that were read.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'parsedatetime==2.6'
"$room/env/bin/python" - <<'PYTHON'
from datetime import datetime
import parsedatetime

calendar, now = parsedatetime.Calendar(), datetime(2026, 3, 13, 9, 26)
seen = {}
for text in ["end of march", "eom", "second of may"]:
    moment, flag = calendar.parseDT(text, sourceTime=now)
    seen[text] = (moment.date().isoformat(), flag)
    print(f"{text:14} {seen[text]}")
assert seen == {"end of march": ("2027-03-01", 1), "eom": ("2026-03-31", 1), "second of may": ("2026-05-01", 1)}
PYTHON
