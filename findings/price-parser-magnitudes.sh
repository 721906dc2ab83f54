#!/usr/bin/env bash
# price-parser 0.5.1 (PyPI), which reads amounts of money out of text, on amounts as company news writes them.
# Guess: "$10B" is ten thousand million dollars, or is refused.
# Seen: the magnitude is dropped without a sign: "$10B" is 10 $, "USD 3 million" is 3 USD, "EUR 2,5 Mio." is 2.5 EUR.
set -euo pipefail
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check 'price-parser==0.5.1'
"$room/env/bin/python" - <<'PYTHON'
from price_parser import Price

seen = {}
for text in ["$10B", "USD 3 million", "EUR 2,5 Mio.", "£5k"]:
    price = Price.fromstring(text)
    seen[text] = (str(price.amount), price.currency)
    print(f"{text:14} {price.amount} {price.currency}")
assert seen == {"$10B": ("10", "$"), "USD 3 million": ("3", "USD"), "EUR 2,5 Mio.": ("2.5", "EUR"), "£5k": ("5", "£")}
PYTHON
