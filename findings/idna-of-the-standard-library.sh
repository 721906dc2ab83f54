#!/usr/bin/env bash
# Python 3's own codec "idna" and the package idna 3.20 (PyPI), on domains with ß and ς.
# Guess: both write a domain in the form in which registries have it, so that a list that one wrote can be compared with one that
# the other wrote.
# Seen: the codec follows the rules of 2003 and writes strasse.de for straße.de, which is somebody else's domain; the package
# writes xn--strae-oqa.de. A Greek name that ends with ς has two forms as well.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'idna==3.20'
"$room/env/bin/python" - <<'PYTHON'
import idna

seen = {domain: (domain.encode("idna").decode(), idna.encode(domain).decode()) for domain in ["straße.de", "βόλος.com", "müller.de"]}
for domain, (own, package) in seen.items():
    print(f"{domain:10} the codec {own:20} the package {package}")
assert seen == {
    "straße.de": ("strasse.de", "xn--strae-oqa.de"),
    "βόλος.com": ("xn--nxasmq6b.com", "xn--nxasmm1c.com"),
    "müller.de": ("xn--mller-kva.de", "xn--mller-kva.de"),
}
PYTHON
