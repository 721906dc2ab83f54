#!/usr/bin/env python3
"""Writes assets/country_names.tsv anew: the words under which lists and people write the countries of phone_zones.toml.

The names are those of the Unicode CLDR (licence Unicode-3.0): in English, in the languages in which our books are
written, and in the official languages of each country; and the three-letter codes of ISO 3166. What CLDR has no name for
(formal names, "Great Britain", the letters of car plates in German lists) stands in ALSO below.

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0
    for package in cldr-*.tgz; do mkdir "${package%.tgz}" && tar xzf "$package" -C "${package%.tgz}"; done
    python3 assets/country_names.py FOLDER
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

VERSION = "48.2.0"
LANGUAGES = "en de cs sk pl fr es it pt nl da sv nb fi hu".split()
# French for the United States, and everywhere for the European Union.
NOT_ONE = {"É.-U."}
OFFICIAL = {"official", "de_facto_official"}
ALSO = """\
AE	Emirates|UAE
AT	Republik Österreich|Republic of Austria
BA	Bosnia|Bosna|Bosnien
BE	Kingdom of Belgium
CD	Democratic Republic of the Congo|DR Congo|DRC
CG	Republic of the Congo
CH	Schweizerische Eidgenossenschaft|Swiss Confederation
CI	Ivory Coast
CZ	Czech|Czech Rep|Republic of Czechia
DE	Bundesrepublik Deutschland|Federal Republic of Germany|Spolková republika Německo
DK	Kingdom of Denmark|Kongeriget Danmark
ES	Kingdom of Spain|Reino de España
FI	Republic of Finland
FR	French Republic|République française
GB	Great Britain|Britain|U K|Großbritannien|Grossbritannien|Vereinigtes Königreich von Großbritannien und Nordirland|Velká Británie|Veľká Británia|Grande-Bretagne|Gran Bretaña|Gran Bretagna|Grã-Bretanha|Groot-Brittannië|Iso-Britannia|Nagy-Britannia|United Kingdom of Great Britain and Northern Ireland|Det Forenede Kongerige|Regno Unito|Förenade kungariket
GR	Hellas|Hellenic Republic
HR	Republic of Croatia|Republika Hrvatska
HU	Republic of Hungary
IE	Eire|Republic of Ireland|Irish Republic
IR	Islamic Republic of Iran
IT	Italian Republic|Repubblica Italiana
KR	Korea|Republic of Korea|South Korea
LI	Principality of Liechtenstein
LU	Grand Duchy of Luxembourg
MK	Macedonia|FYROM
NL	Holland|Hollande|Holandsko|Olanda|Holanda|Hollanti|Hollandia|The Netherlands|Kingdom of the Netherlands|Koninkrijk der Nederlanden
NO	Kingdom of Norway|Kongeriket Norge
PL	Republic of Poland|Rzeczpospolita Polska
PT	Portuguese Republic|República Portuguesa
RU	Russian Federation|Rossija|Rusko
SE	Kingdom of Sweden|Konungariket Sverige
SI	Republic of Slovenia|Republika Slovenija
SK	Slovak|Slovak Republic|Slovak Rep|Slovenská republika|Slowakische Republik|République slovaque|Republika Słowacka
TR	Turkey|Republic of Turkey
TW	Taiwan, Province of China
US	United States of America|America|U S A|The United States|The USA|Vereinigte Staaten von Amerika|Amerika|Spojené státy americké|Spojené štáty americké|Stany Zjednoczone Ameryki|États-Unis d'Amérique|Etats-Unis|Estados Unidos de América|EEUU|Stati Uniti d'America|Verenigde Staten van Amerika|Amerikas Forenede Stater|Amerikas förenta stater|Amerikai Egyesült Államok
VN	Viet Nam
"""
NEARLY = """\
AT	A
BE	B
CH	Švýc.
CZ	ČR
DE	D|SRN|NSR|BRD
ES	E
FI	FIN
FR	F
GB	England|Scotland|Wales|Northern Ireland|Schottland|Nordirland|Anglie|Skotsko|Severní Irsko|VB|Anglicko|Škótsko|Angleterre|Écosse|Inglaterra|Escocia|Inghilterra|Scozia|Engeland|Schotland|Anglia|Szkocja|Englanti|Skotlanti|Skotland|Skottland|Skócia
HU	H
IT	I
LI	FL
LU	L
PL	RP
PT	P
SI	SLO
UA	UKR
"""


def main(folder: Path) -> None:
    assets = Path(__file__).parent
    known = sorted(set(re.findall(r'iso = "([A-Z]{2})"', (assets / "phone_zones.toml").read_text(encoding="utf-8"))))
    territories = folder / f"cldr-localenames-full-{VERSION}/package/main"
    supplement = folder / f"cldr-core-{VERSION}/package/supplemental"
    codes = json.loads((supplement / "codeMappings.json").read_text())["supplemental"]["codeMappings"]
    spoken = json.loads((supplement / "territoryInfo.json").read_text())["supplemental"]["territoryInfo"]

    names: dict[str, list[str]] = {}
    for iso in known:
        theirs = spoken.get(iso, {}).get("languagePopulation", {})
        official = [tag.replace("_", "-") for tag, facts in theirs.items() if facts.get("_officialStatus") in OFFICIAL]
        languages = [*LANGUAGES, *(tag for tag in official if tag not in LANGUAGES)]
        names[iso] = [name for language in languages for name in called(territories, language, iso)]
        names[iso] += [codes[iso]["_alpha3"], *table(ALSO).get(iso, [])]
    names = unique(names, known)
    head = f"""\
# Country, its names, what nearly is one. From the Unicode CLDR {VERSION} (Unicode-3.0) and what country_names.py adds.
# Made by country_names.py; not edited by hand.
"""
    nearly = table(NEARLY)
    rows = "".join(f"{iso}\t{'|'.join(names[iso])}\t{'|'.join(nearly.get(iso, []))}\n" for iso in known)
    (assets / "country_names.tsv").write_text(head + rows, encoding="utf-8")


def table(text: str) -> dict[str, list[str]]:
    return {iso: names.split("|") for iso, names in (line.split("\t") for line in text.splitlines())}


def called(territories: Path, language: str, iso: str) -> list[str]:
    """What a language calls a country: its usual name, the short one and the other one."""
    path = territories / language / "territories.json"
    if not path.exists():
        return []
    words = json.loads(path.read_text())["main"][language]["localeDisplayNames"]["territories"]
    return [words[key] for key in (iso, f"{iso}-alt-short", f"{iso}-alt-variant") if words.get(key, iso) not in {iso, *NOT_ONE}]


def folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^\w ]", "", "".join(c for c in letters if not unicodedata.combining(c)))


def unique(names: dict[str, list[str]], known: list[str]) -> dict[str, list[str]]:
    """Leaves each word once, with the country that says it first (English before the others); no word is the code of
    another country."""
    owner = {iso.casefold(): iso for iso in known}
    for place in range(max(len(words) for words in names.values())):
        for iso, words in names.items():
            if place < len(words):
                owner.setdefault(folded(words[place]), iso)
    kept = {}
    for iso, words in names.items():
        first = {folded(word): word for word in reversed(words) if owner[folded(word)] == iso}
        kept[iso] = [word for word in words if first.get(folded(word)) == word]
        kept[iso] = list(dict.fromkeys(kept[iso]))
        for word in words:
            if owner[folded(word)] != iso:
                print(f"{word}: {owner[folded(word)]}, not {iso}", file=sys.stderr)
    return kept


main(Path(sys.argv[1]))
