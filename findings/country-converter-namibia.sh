#!/usr/bin/env bash
# country_converter 1.3.2 (PyPI), which turns the country names of address lists into codes, beside the newest pandas it
# allows and beside an older one.
# Guess: any pandas that its own metadata admits gives the same table of countries.
# Seen: with pandas 3.1.1 the code of Namibia, "NA", is read as a missing value, and making the converter raises a
# TypeError before any country is asked for; with pandas 2.3.3 "Namibia" is NA and "Norway" is NO.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
cat >"$room/ask.py" <<'PYTHON'
import logging, sys
import country_converter as coco

logging.disable(logging.CRITICAL)
try:
    print([coco.convert(name, to="ISO2") for name in ["Namibia", "Norway"]])
except TypeError as error:
    print("TypeError:", error)
PYTHON
for pandas in 2.3.3 3.1.1; do
    python3 -m venv "$room/$pandas"
    "$room/$pandas/bin/pip" install --quiet --disable-pip-version-check 'country_converter==1.3.2' "pandas==$pandas"
    seen="$("$room/$pandas/bin/python" "$room/ask.py")"
    printf 'pandas %s: %s\n' "$pandas" "$seen"
    case "$pandas" in
        2.3.3) [ "$seen" = "['NA', 'NO']" ] ;;
        3.1.1) [ "$seen" = "TypeError: first argument must be string or compiled pattern" ] ;;
    esac
done
