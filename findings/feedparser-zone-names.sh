#!/usr/bin/env bash
# feedparser 6.0.14 (PyPI) on the zone names of RSS dates.
# Guess: a zone name that it knows moves the hour, one that it does not know leaves the date empty.
# Seen: the North American names of RFC 822 move the hour; CET, CEST, BST and AEST give the wall time as if it were UTC,
# and nothing in the entry or in `bozo` says so. A morning item of a German newspaper is an hour or two late.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'feedparser==6.0.14'
"$room/env/bin/python" - <<'PYTHON'
import feedparser

def read(date):
    feed = feedparser.parse(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
        f"<item><title>A plant opens</title><pubDate>{date}</pubDate></item></channel></rss>"
    )
    return feed.bozo, tuple(feed.entries[0].published_parsed)[3:5]

seen = {zone: read(f"Mon, 30 Nov 2026 09:00:00 {zone}") for zone in ["PST", "EST", "+0100", "CET", "CEST", "BST", "AEST"]}
for zone, (bozo, (hour, minute)) in seen.items():
    print(f"09:00 {zone:6} -> {hour:02}:{minute:02} UTC, bozo {bozo}")
assert seen["PST"] == (False, (17, 0)) and seen["EST"] == (False, (14, 0)) and seen["+0100"] == (False, (8, 0))
for zone in ["CET", "CEST", "BST", "AEST"]:
    assert seen[zone] == (False, (9, 0)), zone
PYTHON
