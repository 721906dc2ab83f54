"""Makes names.tsv: labels in their ASCII form and in their own letters, by the package idna.

    pip install idna==3.20 && python3 make.py ../../../assets/public_suffixes.txt > names.tsv

Every label with other letters than ASCII that the Public Suffix List has, and names of towns and people of many scripts.
"""

import sys

import idna

MORE = """müller straße björk østergård łódź köln münchen zürich genève málaga são-paulo đà-nẵng çelik ığdır ähtäri
αθήνα москва київ софия ירושלים القاهرة تهران नई-दिल्ली กรุงเทพ 東京 株式会社ノルヴィク 北京 서울 삼성 ノルヴィク""".split()


def main():
    labels = set(MORE)
    for line in open(sys.argv[1], encoding="utf-8"):
        if not line.startswith("#"):
            labels.update(label for label in line.strip().lstrip("!").split(".") if not label.isascii())
    print("# ASCII form and letters, by idna 3.20 (BSD-3-Clause), made by make.py from the Public Suffix List and names of towns.")
    for label in sorted(labels):
        try:
            print(idna.encode(label).decode() + "\t" + label)
        except idna.IDNAError:
            pass


main()
