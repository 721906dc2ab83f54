#!/usr/bin/env bash
# timezones.json 1.7.2 (npm): the time zones of Windows, with a text to show, an offset and an abbreviation.
# Guess: the offset of a row is that of its text, and the abbreviation is what people of the zone write (CET, CEST, GMT, IST).
# Seen: rows with summer time carry the offset of summer beside a text of winter, "(UTC+01:00) Brussels, …" has 2; and the
# abbreviations are the initials of Windows' own names: RDT in Paris, WEDT in Berlin, GDT in Dublin.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit timezones.json@1.7.2 >/dev/null
cat >ask.cjs <<'NODE'
const rows = require('timezones.json');
const shown = (text) => {
    const found = /^\(UTC(?:([+-])(\d\d):(\d\d))?\)/.exec(text);
    return found[1] ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) + Number(found[3]) / 60) : 0;
};
const off = rows.filter((row) => shown(row.text) !== row.offset);
console.log(`${off.length} of ${rows.length} rows have another offset than their text`);
for (const place of ['Paris', 'Berlin', 'Dublin']) {
    const row = rows.find((row) => row.text.includes(place));
    console.log(`${row.text}: offset ${row.offset}, ${row.abbr}`);
}
NODE
seen="$(node ask.cjs)"
echo "$seen"
grep -q '^(UTC+01:00) Brussels, Copenhagen, Madrid, Paris: offset 2, RDT$' <<<"$seen"
grep -q '^(UTC) Dublin, Lisbon: offset 1, GDT$' <<<"$seen"
