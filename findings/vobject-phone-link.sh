#!/usr/bin/env bash
# vobject 0.9.9 (PyPI) on a telephone number of a vCard 4.0, which is a link (RFC 6350, 6.4.1; RFC 3966).
# Guess: a card that is read and written again holds the same number.
# Seen: the semicolon before the extension is escaped as if the value were text, so that the link now ends in "\;ext=12",
# and the list of two types comes out as one quoted type with a comma in it. Reading its own output again keeps both.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'vobject==0.9.9'
"$room/env/bin/python" - <<'PYTHON'
import vobject

card = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ane Lund\r\n"
    'TEL;VALUE=uri;TYPE="voice,work":tel:+4520123456;ext=12\r\nEND:VCARD\r\n'
)
once = vobject.readOne(card)
print("read   ", once.tel.value, once.tel.params["TYPE"])
written = next(line for line in once.serialize().splitlines() if line.startswith("TEL"))
print("written", written)
twice = vobject.readOne(once.serialize())
print("again  ", twice.tel.value)
assert once.tel.value == "tel:+4520123456;ext=12"
assert once.tel.params["TYPE"] == ["voice,work"]
assert written.endswith("tel:+4520123456\\;ext=12")
PYTHON
