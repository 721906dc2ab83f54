"""Makes series.tsv: when meetings held again take place next, as two independent libraries compute it.

    pip install icalendar==7.3.2 recurring-ical-events==3.8.2 python-dateutil==2.9.0.post0 tzdata==2026.6
    npm install ical.js@2.2.1        # in this folder
    python3 make.py > series.tsv     # made on 1 December 2026

One library is recurring-ical-events, which computes with the rules of dateutil; the other is ical.js, which has a reader and
rules of its own. Both get the same calendar. A line: how far the two agree (`both`, else `differ`), the lines of the events,
joined by `|` and the events by `||`, and the next five times after 1 December 2026 06:00 UTC, in UTC, or days. Where the two
differ, both answers follow, first that of Python. Zones of the database stand in the table by name and were given to both
libraries with their rules; `ZONE:` names one of the zones of zones.ics, which no database knows.
"""

import datetime
import json
import pathlib
import subprocess
import sys

import icalendar
import recurring_ical_events

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.timezone.utc)
ZONES = (HERE / "zones.ics").read_text().replace("\r", "")

DAILY = ["", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=10", ";BYDAY=MO,TU,WE,TH,FR", ";BYMONTH=1,12", ";COUNT=5000",
         ";UNTIL=20261205T235959Z", ";BYMONTHDAY=1,15", ";INTERVAL=2;BYDAY=MO,FR", ";BYHOUR=9,14", ";BYHOUR=9;BYMINUTE=0,30"]
WEEKLY = ["", ";INTERVAL=2", ";INTERVAL=3", ";BYDAY=TU,TH", ";BYDAY=MO,WE,FR;INTERVAL=2", ";INTERVAL=2;WKST=SU;BYDAY=SU,MO",
          ";INTERVAL=2;WKST=MO;BYDAY=SU,MO", ";INTERVAL=2;WKST=SU;BYDAY=TU,SU", ";INTERVAL=2;WKST=MO;BYDAY=TU,SU",
          ";INTERVAL=3;WKST=SA;BYDAY=FR,SA,SU", ";INTERVAL=3;WKST=TH;BYDAY=WE,TH", ";INTERVAL=4;WKST=SU", ";BYMONTH=12,1,6",
          ";INTERVAL=2;COUNT=400;WKST=SU;BYDAY=SU,WE", ";UNTIL=20261215", ";UNTIL=20270115T080000Z", ";INTERVAL=6;BYDAY=MO,SU",
          ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;INTERVAL=2"]
MONTHLY = ["", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=6", ";BYMONTHDAY=1", ";BYMONTHDAY=15,-1", ";BYMONTHDAY=31",
           ";BYMONTHDAY=29,30", ";BYMONTHDAY=-2", ";BYDAY=1MO", ";BYDAY=2TU,4TU", ";BYDAY=3WE", ";BYDAY=-1FR", ";BYDAY=-2MO",
           ";BYDAY=5FR", ";BYDAY=-1SU;INTERVAL=2", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
           ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2,-2", ";BYDAY=FR;BYMONTHDAY=13", ";BYDAY=TH;BYMONTHDAY=22,23,24,25,26,27,28",
           ";BYMONTH=3,6,9,12;BYDAY=3FR", ";INTERVAL=3;BYDAY=2TH;COUNT=40", ";BYDAY=MO", ";BYDAY=TU,TH;BYSETPOS=3",
           ";BYMONTHDAY=1;BYHOUR=8,16"]
YEARLY = ["", ";INTERVAL=2", ";INTERVAL=3", ";BYMONTH=1,7", ";BYMONTH=10;BYDAY=-1SU", ";BYMONTH=11;BYDAY=4TH",
          ";INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", ";BYDAY=20MO", ";BYDAY=-1FR", ";BYDAY=1MO,-1MO",
          ";BYYEARDAY=1,100,200", ";BYYEARDAY=-1", ";BYYEARDAY=366", ";BYWEEKNO=20;BYDAY=MO", ";BYWEEKNO=1;BYDAY=MO",
          ";BYWEEKNO=53;BYDAY=TH", ";BYWEEKNO=-1;BYDAY=FR", ";BYWEEKNO=1;BYDAY=SU;WKST=SU", ";BYMONTHDAY=10",
          ";BYMONTH=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ";BYDAY=TH;BYSETPOS=10", ";BYMONTH=6;BYMONTHDAY=-1", ";BYWEEKNO=20",
          ";BYMONTH=2;BYMONTHDAY=29"]


def first_of(rule, day, hour="100000"):
    return [f"DTSTART;TZID={{zone}}:{day}T{hour}", f"RRULE:{rule}"]


def cases():
    """Yields (zone, events); an event is a list of its lines."""
    named = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo", "Pacific/Auckland"]
    starts = ["20240229", "20250331", "20220105", "20260302", "20191231", "20260917"]
    n = 0
    for freq, rules in [("DAILY", DAILY), ("WEEKLY", WEEKLY), ("MONTHLY", MONTHLY), ("YEARLY", YEARLY)]:
        for rule in rules:
            yield named[n % 6], [first_of(f"FREQ={freq}{rule}", starts[(n // 2) % 6], ["100000", "013000", "233000"][n % 3])]
            n += 1
    for freq, rules in [("WEEKLY", WEEKLY), ("MONTHLY", MONTHLY)]:
        for rule in rules:
            yield named[(n + 1) % 6], [first_of(f"FREQ={freq}{rule}", "20230615", "060000")]
            n += 1
    for rule in ["FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA;INTERVAL=2",
                 "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=12;BYDAY=-1WE"]:
        for start in ["DTSTART:20250103T233000Z", "DTSTART;VALUE=DATE:20250103"]:
            yield "", [[start, f"RRULE:{rule}"]]
    for zone in ["ZONE:Europe", "ZONE:States", "ZONE:South", "ZONE:Quarter", "ZONE:Dates"]:
        for rule in ["FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=13;BYDAY=WE", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3,7,11",
                     "FREQ=MONTHLY;INTERVAL=3;UNTIL=20280101T000000Z"]:
            yield zone, [first_of(rule, "20260107", "091500")]
    weekly = first_of("FREQ=WEEKLY;BYDAY=MO", "20260105")
    fortnight = first_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "20260101", "150000")
    for zone in ["Europe/Berlin", "America/New_York", "ZONE:Europe"]:
        tz = "TZID={zone}"
        moved = lambda old, new, more=(): [f"RECURRENCE-ID;{tz}:{old}T100000", f"DTSTART;{tz}:{new}", *more]
        yield zone, [weekly + [f"EXDATE;{tz}:20261207T100000,20261214T100000"]]
        yield zone, [weekly + ["EXDATE;VALUE=DATE:20261207"]]
        yield zone, [weekly + [f"RDATE;{tz}:20261202T110000,20261224T110000"]]
        yield zone, [weekly + [f"RDATE;VALUE=PERIOD;{tz}:20261203T110000/PT1H"]]
        yield zone, [weekly, moved("20261207", "20261209T140000")]
        yield zone, [weekly, moved("20261207", "20261204T083000")]
        yield zone, [weekly, moved("20261130", "20261223T100000")]
        yield zone, [weekly, moved("20261207", "20261208T100000"), moved("20261214", "20261201T120000")]
        yield zone, [weekly, moved("20261207", "20261207T100000", ["STATUS:CANCELLED"])]
        yield zone, [weekly + [f"EXDATE;{tz}:20261214T100000"], moved("20261207", "20261211T100000")]
        yield zone, [moved("20261221", "20261222T090000"), weekly]
        yield zone, [fortnight, [f"RECURRENCE-ID;{tz}:20261203T150000", f"DTSTART;{tz}:20261205T110000"]]
        yield zone, [weekly, [f"RECURRENCE-ID:20261207T{'150000' if 'New' in zone else '090000'}Z", f"DTSTART;{tz}:20261210T160000"]]
        yield zone, [weekly, [f"RECURRENCE-ID;{tz};RANGE=THISANDFUTURE:20261214T100000", f"DTSTART;{tz}:20261215T113000"]]


def one_a_line(text):
    """Gives each RDATE a line of its own: of a list ical.js reads the first value only."""
    lines = text.replace("\r", "").replace("\n ", "").split("\n")
    split = ([f"{line.split(':')[0]}:{at}" for at in line.split(":")[1].split(",")] if line.startswith("RDATE") else [line]
             for line in lines)
    return "\n".join(line for several in split for line in several)


def zone_lines(zone):
    if not zone:
        return ""
    if zone.startswith("ZONE:"):
        return one_a_line(ZONES)
    described = icalendar.Timezone.from_tzid(
        zone, first_date=datetime.date(2018, 1, 1), last_date=datetime.date(2060, 1, 1)
    )
    return one_a_line(described.to_ical().decode())


def calendar(zone, events):
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:series\n" + zone_lines(zone)
    for lines in events:
        body = "\n".join(lines).format(zone=zone.removeprefix("ZONE:"))
        text += f"BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nSUMMARY:Held\nDURATION:PT30M\n{body}\nEND:VEVENT\n"
    return (text + "END:VCALENDAR\n").replace("DURATION:PT30M\nDTSTART;VALUE=DATE", "DTSTART;VALUE=DATE").replace("\n", "\r\n")


def said(at):
    if isinstance(at, datetime.datetime):
        return at.astimezone(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return at.strftime("%Y%m%d")


def by_python(text):
    found = []
    for event in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).after(NOW - datetime.timedelta(days=1)):
        at = event.start
        if said(at)[:8] < "20261201" or (isinstance(at, datetime.datetime) and at <= NOW):
            continue
        if event.get("STATUS") == "CANCELLED":
            continue
        found.append(at)
        if len(found) == 5 or said(at) > "20800101":
            break
    return " ".join(said(at) for at in found)


def main():
    rows = [(zone, events, calendar(zone, events)) for zone, events in cases()]
    script = subprocess.run(["node", str(HERE / "make.mjs")], input=json.dumps([text for _, _, text in rows]), text=True,
                            capture_output=True, check=True)
    for (zone, events, text), theirs in zip(rows, json.loads(script.stdout)):
        try:
            ours = by_python(text)
        except Exception as error:
            ours = f"{type(error).__name__}"
        lines = "||".join("|".join(lines).format(zone=zone.removeprefix("ZONE:")) for lines in events)
        print("\t".join(["both", lines, ours] if ours == theirs else ["differ", lines, ours, theirs]))


if __name__ == "__main__":
    sys.exit(main())
