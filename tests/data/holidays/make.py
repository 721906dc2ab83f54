"""Makes days.tsv: the public holidays of 2024 to 2032 of the places in assets/holidays.toml, from the PyPI package `holidays`.

    pip install holidays==0.109 && python3 make.py > days.tsv

A line holds a place and its days, with a tab between them. What the package knows of as a day of one
part of a country alone is left out unless the place is that part.
"""

import importlib.metadata

import holidays

YEARS = range(2024, 2033)
# Place of ours: country and part of the package; EVERY where a day counts that every part of the country has.
EVERY = object()
PLACES = {
    "US": ("US", None),
    "US-AL": ("US", "AL"),
    "US-LA": ("US", "LA"),
    "US-MS": ("US", "MS"),
    "US-PA": ("US", "PA"),
    "US-RI": ("US", "RI"),
    "US-UT": ("US", "UT"),
    "CA": ("CA", EVERY),
    "CA-BC": ("CA", "BC"),
    "CA-QC": ("CA", "QC"),
    **{f"CA-{part}": ("CA", part) for part in "AB MB NB NL NS NT NU ON PE SK YT".split()},
    "GB": ("GB", "ENG"),
    "GB-SCT": ("GB", "SCT"),
    "GB-NIR": ("GB", "NIR"),
    "AU": ("AU", EVERY),
    "IE": ("IE", None),
    "DE": ("DE", None),
    **{f"DE-{part}": ("DE", part) for part in "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH".split()},
    "AT": ("AT", None),
    "FR": ("FR", None),
    "FR-57": ("FR", "57"),
    "FR-6AE": ("FR", "6AE"),
    "GP": ("FR", "971"),
    "MQ": ("FR", "972"),
    "GF": ("FR", "973"),
    "RE": ("FR", "974"),
    "YT": ("FR", "976"),
    "ES": ("ES", None),
    "PT": ("PT", None),
    "IT": ("IT", None),
    "BE": ("BE", None),
    "NO": ("NO", None),
    "SE": ("SE", None),
    "DK": ("DK", None),
    "FI": ("FI", None),
    "PL": ("PL", None),
    "CZ": ("CZ", None),
    "RO": ("RO", None),
}


def days(country, part):
    if part is EVERY:
        parts = holidays.country_holidays(country).subdivisions
        return set.intersection(*(days(country, one) for one in parts))
    return {day for day in holidays.country_holidays(country, subdiv=part, years=YEARS) if day.year in YEARS}


def main():
    print(f"# Public holidays of the PyPI package holidays {importlib.metadata.version('holidays')} (MIT), made by make.py.")
    for place, (country, part) in PLACES.items():
        print(place + "\t" + " ".join(day.isoformat() for day in sorted(days(country, part))))


main()
