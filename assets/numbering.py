"""Makes numbering.tsv, the numbering plans of all countries, from the metadata of libphonenumber (PyPI `phonenumbers`).

    pip install phonenumbers==9.0.43 tzdata==2026.6 && python3 numbering.py > numbering.tsv

Columns, separated by tabs; an empty one says nothing: ISO 3166 code, country code, lengths of its numbers, lengths of its
numbers within an area, what stands before a foreign number, what is dialled before a number of the country itself, what that
turns into, the first digits by which its numbers are told from those of countries with the same code, all its numbers, and
those that belong to a place, where the code has several time zones. All but the lengths and what a prefix turns into are
regular expressions. The first country of a code speaks for all of them.
"""

import importlib.metadata

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from number_zones import has_several

# Where mobile numbers have area codes, as libphonenumber has them: China, Argentina, Brazil, Indonesia, Mexico.
MOBILE_AREAS = {52, 54, 55, 62, 86}


# What the metadata no longer reads and address books still hold. Mexico: the 1 before mobile numbers, and 01, 044 and 045,
# which the Instituto Federal de Telecomunicaciones ended on 3 August 2019.
FORMER = {"MX": (r"(?:01|04[45]|1)(\d{10})", "$1")}


def bare(pattern):
    return (pattern or "").replace(" ", "").replace("\n", "")


def lengths(counts):
    return ",".join(str(count) for count in sorted(counts) if count > 0)


def placed(plan, code):
    if not has_several(str(code)):
        return ""
    kinds = [plan.fixed_line, plan.mobile] if code in MOBILE_AREAS else [plan.fixed_line]
    return "|".join(bare(kind.national_number_pattern) for kind in kinds if kind and kind.national_number_pattern)


def row(iso, code):
    plan = PhoneMetadata.metadata_for_region(iso)
    general = plan.general_desc
    rule = plan.national_prefix_transform_rule or ""
    # "\1" is this language's way to write the first group.
    rule = rule.replace("\\", "$")
    prefix, rule = FORMER.get(iso, (bare(plan.national_prefix_for_parsing), rule))
    return [
        iso,
        str(code),
        lengths(general.possible_length),
        lengths(general.possible_length_local_only),
        bare(plan.international_prefix),
        prefix,
        rule,
        bare(plan.leading_digits),
        bare(general.national_number_pattern),
        placed(plan, code),
    ]


def main():
    version = importlib.metadata.version("phonenumbers")
    print(f"# Numbering plans, with what Mexico dialled before 2019, from the metadata of libphonenumber {version} (Google, Apache-2.0), made by numbering.py.")
    for code in sorted(COUNTRY_CODE_TO_REGION_CODE):
        for iso in COUNTRY_CODE_TO_REGION_CODE[code]:
            if iso != "001":
                print("\t".join(row(iso, code)))


main()
