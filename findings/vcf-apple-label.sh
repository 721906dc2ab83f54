#!/usr/bin/env bash
# vcf 2.1.2 (npm), which reads and writes cards, on a card as Apple's address book exports it.
# Guess: a property that it does not know comes out under the name it came in with.
# Seen: X-ABLabel is written as X-AB-LABEL, so that the label of a number ("direct") is lost for the program it came
# from; commas in a note are left escaped when read.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit vcf@2.1.2 >/dev/null
cat >ask.cjs <<'NODE'
const assert = require('node:assert');
const VCard = require('vcf');

const card = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Ane Solberg', 'N:Solberg;Ane;;;', 'item1.TEL:+4722123457',
    'item1.X-ABLabel:direct', 'NOTE:calls back\\, mornings', 'END:VCARD', ''].join('\r\n');
const read = new VCard().parse(card);
const written = read.toString('3.0').split(/\r?\n/);
const label = written.find((line) => line.startsWith('item1.X'));
console.log(label);
console.log(read.get('note').valueOf());
assert.strictEqual(label, 'item1.X-AB-LABEL:direct');
assert.strictEqual(read.get('note').valueOf(), 'calls back\\, mornings');
NODE
node ask.cjs
