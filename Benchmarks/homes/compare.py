#!/usr/bin/env python3
"""Home-days that are lived in a CPU second, beside OCHRE's, in one run.

compare.py HOMETWIN --python PYTHON_WITH_OCHRE [--rounds N]

Ours: `hometwin realism` at physics steps of a minute, start-up, weather and report counted. "quiet": homes and people
in a history, in which devices are silent but for the meter, with one day of devices at its end; this is what OCHRE
does. "speaking": every sensor speaks at each of its ticks over its radio link. OCHRE (ochre-nrel 0.9.2): one of its
example homes at a minute, without reading it. All take turns, one thread, medians of CPU time. Goal: 100 times
OCHRE's, of quiet homes.

More rows tell whether the cost is linear: twice the homes, twice the days.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
GOAL = 100.0


def child_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(hometwin, homes, days, history):
    begin = child_seconds()
    done = subprocess.run(
        [hometwin, "realism", "winter-week", "--threads", "1", "--quiet"]
        + ["--set", f"homes={homes}", "--set", f"history={history}d", "--set", f"duration={days - history}d"],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"compare: hometwin: exit code {done.returncode}\n{done.stderr}")
    return homes * days / (child_seconds() - begin)


def ochre(python, days):
    done = subprocess.run(
        [python, os.path.join(HERE, "ochre_days.py"), str(days)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"compare: OCHRE: exit code {done.returncode}\n{done.stderr}")
    line = json.loads(done.stdout.splitlines()[-1])
    return line["days"] / line["cpu_s"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hometwin")
    parser.add_argument("--python", help="a Python that imports ochre")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    has_ochre = bool(given.python) and os.path.exists(given.python)
    # Homes, days, of which so many are history.
    sizes = [(10, 28, 27), (20, 28, 27), (10, 56, 55), (10, 14, 0)]
    rates = {size: [] for size in sizes}
    peers = []
    for _ in range(given.rounds):
        for size in sizes:
            rates[size].append(ours(given.hometwin, *size))
        if has_ochre:
            peers.append(ochre(given.python, 3))
    print("home-days a CPU second, one thread, medians")
    for homes, days, history in sizes:
        kind = "quiet" if history else "speaking"
        rate = statistics.median(rates[homes, days, history])
        print(f"  HomeTwin, {kind:8}, {homes} homes, {days} days  {rate:8.1f}")
    if not has_ochre:
        print("  OCHRE: no Python with ochre; make ochre")
        return
    peer = statistics.median(peers)
    ratio = statistics.median(rates[sizes[0]]) / peer
    print(f"  OCHRE 0.9.2, one home                {peer:8.2f}")
    print(f"  {ratio:.0f} times OCHRE's (goal {GOAL:.0f}): {'met' if ratio >= GOAL else 'missed'}")


main()
