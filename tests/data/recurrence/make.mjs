// The half of make.py that asks ical.js: calendars on standard input, the next five times of each on standard output.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const NOW = Date.UTC(2026, 11, 1, 6);

function said(time) {
  if (time.isDate) return time.toICALString();
  return new Date(time.toUnixTime() * 1000).toISOString().replace(/[-:]|\.000/g, "");
}

function next(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent");
  const series = new ICAL.Event(events.find((event) => !event.hasProperty("recurrence-id")), { strictExceptions: false });
  for (const event of events) if (event.hasProperty("recurrence-id")) series.relateException(event);
  const found = new Set();
  const times = series.iterator();
  for (let n = 0, time; n < 20000 && found.size < 25 && (time = times.next()); n++) {
    const { item, startDate } = series.getOccurrenceDetails(time);
    const ahead = startDate.isDate ? startDate.toString() >= "2026-12-01" : startDate.toUnixTime() * 1000 > NOW;
    if (ahead && item.component.getFirstPropertyValue("status") !== "CANCELLED") found.add(said(startDate));
    if (startDate.year > 2080) break;
  }
  return [...found].sort().slice(0, 5).join(" ");
}

const calendars = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calendars.map((text) => {
  try { return next(text); } catch (error) { return error.name; }
})));
