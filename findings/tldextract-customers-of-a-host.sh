#!/usr/bin/env bash
# tldextract 5.4.0 and publicsuffixlist 1.1.2.20261023 (PyPI), which both read the Public Suffix List, on the sites of two firms
# at one host.
# Guess: two readers of one list name the same part of a domain as the one that somebody registered, and two customers of a host
# are two.
# Seen: tldextract leaves out the half of the list that hosts wrote unless it is asked for, so that all firms at github.io,
# myshopify.com or uk.com are one; publicsuffixlist takes the whole list.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'tldextract==5.4.0' 'publicsuffixlist==1.1.2.20261023'
"$room/env/bin/python" - <<'PYTHON'
import tldextract
from publicsuffixlist import PublicSuffixList

extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
asked = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
whole = PublicSuffixList()
seen = {}
for domain in ["norvik.github.io", "kvist.github.io", "norvik.myshopify.com", "norvik.uk.com", "mail.norvik.co.uk"]:
    seen[domain] = [extract(domain).top_domain_under_public_suffix, asked(domain).top_domain_under_public_suffix, whole.privatesuffix(domain)]
    print(f"{domain:22} tldextract {seen[domain][0]:16} asked {seen[domain][1]:22} publicsuffixlist {seen[domain][2]}")
assert seen["norvik.github.io"] == ["github.io", "norvik.github.io", "norvik.github.io"]
assert seen["kvist.github.io"][0] == seen["norvik.github.io"][0]
assert seen["norvik.uk.com"] == ["uk.com", "norvik.uk.com", "norvik.uk.com"]
assert seen["mail.norvik.co.uk"] == ["norvik.co.uk"] * 3
PYTHON
