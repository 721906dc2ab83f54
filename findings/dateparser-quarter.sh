#!/usr/bin/env bash
# dateparser 1.5.0 (PyPI) on quarters, as lists of notices and plans name them.
# Guess: a quarter gives nothing, or its first day.
# Seen: "Q3 2024" is a day in August whose number is that of the day it is asked on, so that the same file read a week
# later has other dates. A year alone does likewise, in the present month.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'dateparser==1.5.0'
"$room/env/bin/python" - <<'PYTHON'
from datetime import datetime
import dateparser

def read(text, day):
    found = dateparser.parse(text, settings={"RELATIVE_BASE": datetime(2026, 11, day)})
    return found and found.date().isoformat()

for text in ["Q3 2024", "2024"]:
    print(f"{text:8}", [read(text, day) for day in (3, 30)])
assert [read("Q3 2024", day) for day in (3, 30)] == ["2024-08-03", "2024-08-30"]
assert [read("2024", day) for day in (3, 30)] == ["2024-11-03", "2024-11-30"]
PYTHON
