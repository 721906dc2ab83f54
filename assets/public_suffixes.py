"""Makes public_suffixes.txt, the ends of domains under which anybody registers a name of their own, from the Public Suffix
List.

    pip download --no-deps publicsuffixlist==1.1.2.20261023 && unzip publicsuffixlist-*.whl
    python3 public_suffixes.py publicsuffixlist/public_suffix_list.dat > public_suffixes.txt

The rules stand as the list has them, those of registries ("com", "co.uk", "*.ck", "!www.ck") and those of companies that give
their customers a name below their own ("github.io"), in the order of their bytes.
"""

import sys


def main():
    version, rules = "", set()
    for line in open(sys.argv[1], encoding="utf-8"):
        line = line.strip()
        if line.startswith("// VERSION:"):
            version = line.removeprefix("// VERSION: ")
        if line and not line.startswith("//"):
            rules.add(line.split()[0])
    print(f"# The Public Suffix List of {version}, as the package publicsuffixlist 1.1.2.20261023 holds it. This file is")
    print("# subject to the terms of the Mozilla Public License, v. 2.0: https://mozilla.org/MPL/2.0/. Made by")
    print("# public_suffixes.py.")
    print("\n".join(sorted(rules)))


main()
