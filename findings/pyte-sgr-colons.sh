#!/usr/bin/env bash
# pyte 0.8.2 (PyPI), a terminal emulator for tests, on colours and underlines with colons (ITU T.416, as kitty, WezTerm,
# foot and VTE take them).
# Guess: a sequence that it does not know is swallowed whole.
# Seen: it gives up at the first colon and draws the rest as text, so that a screen test of a program with curly
# underlines sees "3m" before the word. Hyperlinks (OSC 8) are swallowed as they should be.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'pyte==0.8.2'
"$room/env/bin/python" - <<'PYTHON'
import pyte

def drawn(text):
    screen = pyte.Screen(40, 2)
    pyte.Stream(screen).feed(text)
    return screen.display[0].rstrip()

seen = {
    "semicolons": drawn("\x1b[38;2;255;0;0mred"),
    "colons": drawn("\x1b[38:2::255:0:0mred"),
    "curly underline": drawn("\x1b[4:3mword"),
    "hyperlink": drawn("\x1b]8;;https://x.example\x1b\\word\x1b]8;;\x1b\\"),
}
for what, text in seen.items():
    print(f"{what:16} {text!r}")
assert seen == {
    "semicolons": "red", "colons": "2::255:0:0mred", "curly underline": "3mword", "hyperlink": "word",
}
PYTHON
