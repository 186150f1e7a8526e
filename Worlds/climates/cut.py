#!/usr/bin/env python3
"""Cuts an EPW weather file down to the columns that HomeTwin uses.

    python3 cut.py ORIGINAL.epw[.gz] "CST6CDT,M3.2.0,M11.1.0" OUTPUT.epw

The result is described in README.md beside this script. No value is changed; zeros after the
decimal point are dropped. The standard library of Python 3.9 or newer is enough.
"""

import gzip
import sys
from decimal import Decimal

# Name in the cut file and position in the original row (EnergyPlus Auxiliary Programs, EPW data
# dictionary, counted from 0).
COLUMNS = [
    ("year", 0),
    ("month", 1),
    ("day", 2),
    ("hour", 3),
    ("dry_bulb_c", 6),
    ("dew_point_c", 7),
    ("relative_humidity_pct", 8),
    ("pressure_pa", 9),
    ("horizontal_infrared_w_m2", 12),
    ("global_horizontal_wh_m2", 13),
    ("direct_normal_wh_m2", 14),
    ("diffuse_horizontal_wh_m2", 15),
    ("wind_direction_deg", 20),
    ("wind_speed_m_s", 21),
    ("total_sky_cover_tenths", 22),
    ("opaque_sky_cover_tenths", 23),
]


def shorten(text):
    """The same number with the fewest digits."""
    number = Decimal(text.strip())
    shortened = format(number.normalize(), "f")
    assert Decimal(shortened) == number
    return "0" if shortened in ("-0", "") else shortened


def cut(lines, zone):
    header, rows = lines[:8], lines[8:]
    keys = [line.split(",", 1)[0] for line in header]
    expected = [
        "LOCATION",
        "DESIGN CONDITIONS",
        "TYPICAL/EXTREME PERIODS",
        "GROUND TEMPERATURES",
        "HOLIDAYS/DAYLIGHT SAVINGS",
        "COMMENTS 1",
        "COMMENTS 2",
        "DATA PERIODS",
    ]
    if keys != expected:
        raise SystemExit(f"not an EPW header: {keys}")
    if len(rows) not in (8760, 8784):
        raise SystemExit(f"found {len(rows)} rows, expected 8760 or 8784")
    names = " ".join(name for name, _ in COLUMNS)
    yield header[0]
    yield "DESIGN CONDITIONS,0"
    yield "TYPICAL/EXTREME PERIODS,0"
    yield header[3]
    yield header[4]
    yield header[5]
    yield f"COMMENTS 2,HomeTwin cut 1; columns={names}; zone={zone}"
    yield header[7]
    for row in rows:
        fields = row.split(",")
        if len(fields) != 35:
            raise SystemExit(f"found {len(fields)} columns, expected 35: {row}")
        yield ",".join(shorten(fields[position]) for _, position in COLUMNS)


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    source, zone, target = sys.argv[1:]
    opener = gzip.open if source.endswith(".gz") else open
    with opener(source, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in cut(lines, zone))


main()
