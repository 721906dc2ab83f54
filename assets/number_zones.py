"""Makes number_zones.tsv, the zones in which numbers of countries with several are answered, from the metadata of
libphonenumber.

    pip install phonenumbers==9.0.43 tzdata==2026.6 && python3 number_zones.py > number_zones.tsv

A line holds a zone, a tab, and the beginnings of its numbers, from the country code on; the longest beginning counts. Numbers
that may be answered in several zones stand under "-", unless the clocks of these zones agree from 2024 to 2028.
"""

import collections
import datetime
import importlib.metadata
import zoneinfo

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.tzdata import TIMEZONE_DATA

zoneinfo.reset_tzpath([])  # the package's own files, not the system's

# Names that the metadata keeps and the database has replaced.
RENAMED = {
    "America/Godthab": "America/Nuuk",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}

# Some moments of each year: zones that agree at all of them have the same clocks.
MOMENTS = [
    datetime.datetime(year, month, 15, 12, tzinfo=datetime.timezone.utc)
    for year in range(2024, 2029)
    for month in (1, 3, 4, 7, 10, 11)
]


def clocks(name):
    zone = zoneinfo.ZoneInfo(name)
    return tuple(moment.astimezone(zone).utcoffset() for moment in MOMENTS)


def zone_of(names, alone):
    if len({clocks(name) for name in names}) > 1:
        return "-"
    # The one that most numbers have to themselves.
    name = max(names, key=lambda name: (alone[name], name))
    return RENAMED.get(name, name)


def has_several(prefix):
    """Whether the clocks of the country with this code, or with that of this number, disagree."""
    codes = [prefix[:length] for length in range(1, 4) if int(prefix[:length]) in COUNTRY_CODE_TO_REGION_CODE]
    return any(len({clocks(name) for name in TIMEZONE_DATA.get(code, ())}) > 1 for code in codes)


def main():
    version = importlib.metadata.version("phonenumbers")
    print(f"# Zones of numbers, from the metadata of libphonenumber {version} (Google, Apache-2.0), made by number_zones.py.")
    alone = collections.Counter(names[0] for names in TIMEZONE_DATA.values() if len(names) == 1)
    zones = {prefix: zone_of(names, alone) for prefix, names in TIMEZONE_DATA.items() if has_several(prefix)}
    lines = collections.defaultdict(list)
    for prefix in sorted(zones):
        shorter = [zones[prefix[:length]] for length in range(len(prefix) - 1, 0, -1) if prefix[:length] in zones]
        if shorter[:1] != [zones[prefix]]:
            lines[zones[prefix]].append(prefix)
    for zone in sorted(lines):
        print(f"{zone}\t{' '.join(lines[zone])}")


if __name__ == "__main__":
    main()
