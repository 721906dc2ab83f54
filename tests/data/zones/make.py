"""Makes offsets.tsv: the distance from UTC of every zone from 2024 to 2028, from the PyPI package `tzdata`.

    pip install tzdata==2026.6 && python3 make.py > offsets.tsv

A line holds the zones that agree, a tab, and the moments at which their distance changes, in seconds since 1970, each with
the distance from then on, in seconds; the first is the beginning of 2024.
"""

import collections
import datetime
import importlib.metadata
import importlib.resources
import zoneinfo

zoneinfo.reset_tzpath([])  # the package's own files, not the system's

START = int(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
END = int(datetime.datetime(2029, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
STEP = 6 * 3600


def offset(zone, second):
    at = datetime.datetime.fromtimestamp(second, tz=zone)
    return int(at.utcoffset().total_seconds())


def changes(zone):
    found = [(START, offset(zone, START))]
    for low in range(START, END, STEP):
        high = min(low + STEP, END - 1)
        before, after = offset(zone, low), offset(zone, high)
        if before == after:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == before:
                low = middle
            else:
                high = middle
        found.append((high, after))
    return " ".join(f"{second}={distance}" for second, distance in found)


def main():
    version = importlib.metadata.version("tzdata")
    release = importlib.resources.files("tzdata").joinpath("zoneinfo/tzdata.zi").read_text().split()[2]
    print(f"# Offsets of the zones of tzdata {version} (PyPI, Apache-2.0; the data is in the public domain), made by make.py.")
    print(f"# release {release}")
    alike = collections.defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        if name not in ("Factory", "localtime", "posixrules"):
            alike[changes(zoneinfo.ZoneInfo(name))].append(name)
    for moments, names in sorted(alike.items(), key=lambda line: line[1]):
        print(" ".join(names) + "\t" + moments)


main()
