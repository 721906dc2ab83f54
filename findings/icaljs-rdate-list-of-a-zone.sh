#!/usr/bin/env bash
# ical.js 2.2.1 (npm) on a VTIMEZONE whose changes are given as RDATE with several values, as RFC 5545 allows (3.8.5.2) and as
# the package icalendar of PyPI writes its zones.
# Guess: a list of values in one line is the same as a line for each value.
# Seen: only the first value of a line counts. The change of October 2026 is lost, and in December the clocks are still in
# summer: ten o'clock is eight in Greenwich. With a line for each value it is nine, as it should be.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund ical.js@2.2.1 >/dev/null
cat > look.mjs <<'JS'
import assert from "node:assert";
import ICAL from "ical.js";

function begins(autumns) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VTIMEZONE", "TZID:Ours",
    "BEGIN:DAYLIGHT", "DTSTART:20250330T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RDATE:20260329T020000",
    "END:DAYLIGHT", "BEGIN:STANDARD", "DTSTART:20241027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", ...autumns,
    "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1@x.example", "DTSTAMP:20260101T000000Z",
    "DTSTART;TZID=Ours:20261202T100000", "SUMMARY:Review", "END:VEVENT", "END:VCALENDAR", ""];
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
  ICAL.TimezoneService.register(calendar.getFirstSubcomponent("vtimezone"));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  return new Date(event.startDate.toUnixTime() * 1000).toISOString();
}

const list = begins(["RDATE:20251026T030000,20261025T030000"]);
const lines = begins(["RDATE:20251026T030000", "RDATE:20261025T030000"]);
console.log("two values in one line ->", list);
console.log("a line for each value  ->", lines);
assert.equal(list, "2026-12-02T08:00:00.000Z");
assert.equal(lines, "2026-12-02T09:00:00.000Z");
JS
node look.mjs
