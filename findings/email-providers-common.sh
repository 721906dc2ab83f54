#!/usr/bin/env bash
# email-providers 2.26.0 and free-email-domains-list 1.0.16 (npm), lists of hosts where anybody has a mailbox.
# Guess: whoever writes from a host of the list writes from a mailbox of their own, and its short list of common hosts is the safe
# one.
# Seen: the common list names a university (nus.edu.sg), a newspaper (kansascity.com), a shop (alibaba.com) and a broadcaster
# (discovery.com), whose people write from there as employees, and lacks tutanota.com; the other names AT&T, Verizon, Charter and
# Twitter.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund 'email-providers@2.26.0' 'free-email-domains-list@1.0.16' >/dev/null
python3 - <<'PYTHON'
import json
import pathlib
import re

common = set(json.load(open("node_modules/email-providers/common.json")))
free = set()
for path in pathlib.Path("node_modules/free-email-domains-list/build").rglob("*"):
    if path.is_file():
        free.update(re.findall(r"[\"']([a-z0-9.-]+\.[a-z]+)[\"']", path.read_text(errors="replace")))
companies = sorted({"nus.edu.sg", "kansascity.com", "alibaba.com", "discovery.com", "facebook.com"} & common)
print(f"{len(common)} common hosts, among them:", *companies)
print(f"{len(free)} free hosts, among them:", *sorted({"att.com", "verizon.com", "charter.com", "twitter.com"} & free))
assert len(companies) == 5 and "tutanota.com" not in common
assert {"att.com", "verizon.com", "charter.com", "twitter.com"} <= free
PYTHON
