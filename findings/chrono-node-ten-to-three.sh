#!/usr/bin/env bash
# chrono-node 2.10.3 (npm), which reads typed times, asked on Friday 13 March 2026 at 9:26.
# Guess: spoken British times are read as said or not at all.
# Seen: "10 to 3" (14:50) is a span of seventeen hours, from 10:00 until 3:00 the next day; "monday week" (23 March) is
# Monday 16 March; "half past nine" is not read.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit chrono-node@2.10.3 >/dev/null
cat >ask.mjs <<'NODE'
import assert from 'node:assert';
import * as chrono from 'chrono-node';

const now = new Date(2026, 2, 13, 9, 26);
const at = (part) => part && part.date().toISOString().slice(0, 16);
const read = (text) => {
    const [hit] = chrono.parse(text, now);
    return hit ? [hit.text, at(hit.start), at(hit.end) ?? null] : null;
};
const seen = ['10 to 3', 'monday week', 'half past nine'].map(read);
console.log(seen);
assert.deepStrictEqual(seen, [
    ['10 to 3', '2026-03-13T10:00', '2026-03-14T03:00'], ['monday', '2026-03-16T12:00', null], null,
]);
NODE
TZ=UTC node ask.mjs
