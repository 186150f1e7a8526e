#!/usr/bin/env python3
"""CPU seconds in which OCHRE simulates one home for some days at a step of a minute.

Prints one JSON line. The home, its schedule and its weather are the examples that come with OCHRE
(ochre-nrel, BSD); reading them is not counted.
"""

import datetime
import json
import os
import sys
import tempfile
import time

import ochre

days = int(sys.argv[1])
defaults = os.path.join(os.path.dirname(ochre.__file__), "defaults")
inputs = os.path.join(defaults, "Input Files")
with tempfile.TemporaryDirectory() as folder:
    home = ochre.Dwelling(
        name="bench",
        hpxml_file=os.path.join(inputs, "bldg0112631-up00.xml"),
        hpxml_schedule_file=os.path.join(inputs, "bldg0112631_schedule.csv"),
        weather_file=os.path.join(defaults, "Weather", "USA_CO_Denver.Intl.AP.725650_TMY3.epw"),
        start_time=datetime.datetime(2018, 1, 15),
        time_res=datetime.timedelta(minutes=1),
        duration=datetime.timedelta(days=days),
        initialization_time=datetime.timedelta(days=1),
        verbosity=1,
        save_results=False,
        output_path=folder,
    )
    begin = time.process_time()
    home.simulate()
    print(json.dumps({"days": days, "cpu_s": time.process_time() - begin}))
