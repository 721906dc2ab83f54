"""Makes examples.tsv: one fixed and one mobile number of every country, written in five ways, from libphonenumber.

    pip install phonenumbers==9.0.43 && python3 make.py > examples.tsv

Columns, separated by tabs: ISO 3166 code, E.164, as written within the country, with a plus, with 00, as dialled from the
United States, as dialled from Japan.
"""

import importlib.metadata

import phonenumbers
from phonenumbers import PhoneNumberFormat as Format, PhoneNumberType as Type, SUPPORTED_REGIONS


def row(iso, number):
    def said(kind):
        return phonenumbers.format_number(number, kind)

    plus = said(Format.INTERNATIONAL)
    bare = plus.lstrip("+")
    return [iso, said(Format.E164), said(Format.NATIONAL), plus, "00" + bare, "011 " + bare, "010 " + bare]


def main():
    version = importlib.metadata.version("phonenumbers")
    print(f"# Example numbers of libphonenumber {version} (PyPI phonenumbers, Apache-2.0), made by make.py.")
    for iso in sorted(SUPPORTED_REGIONS):
        seen = set()
        for kind in (Type.FIXED_LINE, Type.MOBILE):
            number = phonenumbers.example_number_for_type(iso, kind)
            if number is None or str(number) in seen:
                continue
            seen.add(str(number))
            cells = row(iso, number)
            # What libphonenumber itself reads otherwise is no example of its own plan.
            if phonenumbers.format_number(phonenumbers.parse(cells[2], iso), Format.E164) == cells[1]:
                print("\t".join(cells))


main()
