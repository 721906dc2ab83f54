#!/usr/bin/env python3
"""Writes assets/windows_zones.tsv anew: what Windows calls its time zones, and their names of IANA.

The table is `windowsZones.xml` of the Unicode CLDR (licence Unicode-3.0; territory 001), as the package tzlocal (MIT)
carries it:

    pip install tzlocal==5.4.5
    python3 assets/windows_zones.py
"""

from importlib.metadata import version
from pathlib import Path

from tzlocal.windows_tz import win_tz

HEAD = f"""\
# Windows zone, IANA zone. From windowsZones.xml of the Unicode CLDR (Unicode-3.0), territory 001,
# by way of the Python package tzlocal {version("tzlocal")} (MIT). Made by windows_zones.py; not edited by hand.
"""
rows = "".join(f"{windows}\t{zone}\n" for windows, zone in sorted(win_tz.items()))
Path(__file__).with_name("windows_zones.tsv").write_text(HEAD + rows, encoding="utf-8")
