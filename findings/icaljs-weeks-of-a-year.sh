#!/usr/bin/env bash
# ical.js 2.2.1 (npm) and dateutil 2.9.0.post0 (PyPI) on yearly rules that name a week, and on a numbered weekday of the year.
# Guess: FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO and FREQ=YEARLY;BYDAY=20MO give one day a year, as in the examples of RFC 5545
# (3.8.5.3); with BYWEEKNO alone it is the weekday of DTSTART (3.3.10).
# Seen: ical.js reads both rules as every Monday of the year, and BYWEEKNO alone as never, all without an error. dateutil
# gives the one Monday, and for BYWEEKNO alone all seven days of the week.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund ical.js@2.2.1 >/dev/null
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'python-dateutil==2.9.0.post0'
cat > look.mjs <<'JS'
import assert from "node:assert";
import ICAL from "ical.js";

function times(rule) {
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString("2026-03-02T10:00:00"));
  const found = [];
  for (let at; found.length < 4 && (at = iterator.next()) && at.year < 2040; ) found.push(at.toString().slice(0, 10));
  return found.join(" ");
}

for (const [rule, seen] of [
  ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-03-02 2026-03-09 2026-03-16 2026-03-23"],
  ["FREQ=YEARLY;BYDAY=20MO", "2026-03-02 2026-03-09 2026-03-16 2026-03-23"],
  ["FREQ=YEARLY;BYWEEKNO=20", ""],
]) {
  console.log("ical.js ", rule, "->", times(rule));
  assert.equal(times(rule), seen);
}
JS
node look.mjs
env/bin/python - <<'PYTHON'
from datetime import datetime
from dateutil.rrule import rrulestr

for rule, seen in [
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-05-11 2027-05-17 2028-05-15"),
    ("FREQ=YEARLY;BYDAY=20MO", "2026-05-18 2027-05-17 2028-05-15"),
    ("FREQ=YEARLY;BYWEEKNO=20", "2026-05-11 2026-05-12 2026-05-13"),
]:
    found = rrulestr(rule, dtstart=datetime(2026, 3, 2, 10))
    said = " ".join(f"{at:%Y-%m-%d}" for at in found[:3])
    print("dateutil", rule, "->", said)
    assert said == seen
PYTHON
