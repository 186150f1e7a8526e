#!/usr/bin/env python3
"""Home-days that are lived in a CPU second, beside OCHRE's, in one run.

compare.py HOMETWIN --python PYTHON_WITH_OCHRE [--rounds N]

Ours: `hometwin realism` at physics steps of a minute, start-up, weather and report counted. "quiet": homes and people
in a history, in which devices are silent but for the meter, with one day of devices at its end; this is what OCHRE
does. "speaking": every sensor speaks at each of its ticks over its radio link. OCHRE (ochre-nrel 0.9.2): one of its
example homes at a minute, without reading it. All take turns, one thread, medians of CPU time. Goal: 100 times
OCHRE's, of quiet homes.

More rows tell whether the cost is linear: twice the homes, twice the days. Of the differences between rows follow what
a home-day costs without start-up, and what is kept of a home that has lived. What a home takes while it lives is
measured by `make bench-memory`.
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


# Homes that realism keeps at the same time. It surveys the links of no more than 300, so that of more homes only the
# records grow.
AT_ONCE = 256


def ours(hometwin, homes, days, history):
    """CPU seconds and peak resident memory, kB, of one run."""
    child = subprocess.Popen(
        [hometwin, "realism", "winter-week", "--threads", "1", "--quiet"]
        + ["--set", f"homes={homes}", "--set", f"history={history}d", "--set", f"duration={days - history}d"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"compare: hometwin: exit code {child.returncode}\n{errors}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def ochre(python, days):
    done = subprocess.run(
        [python, os.path.join(HERE, "ochre_days.py"), str(days)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"compare: OCHRE: exit code {done.returncode}\n{done.stderr}")
    line = json.loads(done.stdout.splitlines()[-1])
    return line["days"] / line["cpu_s"]


def tell_growth(hometwin, seconds):
    """What more homes and more days cost against the fewer; 1 is linear."""
    one, homes, days = seconds[10, 28, 27], seconds[20, 28, 27], seconds[10, 56, 55]
    # A further home brings its survey and its speaking day, a further day neither.
    print(f"  twice the homes: {homes / one:.2f} times the CPU; twice the days: {days / one:.2f} (linear: 2, less start-up)")
    print(f"  a quiet home-day more: {1e3 * (days - one) / (10 * 28):.1f} ms")
    some, more = (ours(hometwin, blocks * AT_ONCE, 2, 1)[1] for blocks in (2, 3))
    print(f"  memory of a home that has lived: {(more - some) / AT_ONCE:.1f} kB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hometwin")
    parser.add_argument("--python", help="a Python that imports ochre")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    has_ochre = bool(given.python) and os.path.exists(given.python)
    # Homes, days, of which so many are history.
    sizes = [(10, 28, 27), (20, 28, 27), (10, 56, 55), (10, 14, 0)]
    seconds = {size: [] for size in sizes}
    peers = []
    for _ in range(given.rounds):
        for size in sizes:
            seconds[size].append(ours(given.hometwin, *size)[0])
        if has_ochre:
            peers.append(ochre(given.python, 3))
    print("home-days a CPU second, one thread, medians")
    for homes, days, history in sizes:
        kind = "quiet" if history else "speaking"
        rate = homes * days / statistics.median(seconds[homes, days, history])
        print(f"  HomeTwin, {kind:8}, {homes} homes, {days} days  {rate:8.1f}")
    tell_growth(given.hometwin, {size: statistics.median(times) for size, times in seconds.items()})
    if not has_ochre:
        print("  OCHRE: no Python with ochre; make ochre")
        return
    peer = statistics.median(peers)
    homes, days, _ = sizes[0]
    ratio = homes * days / statistics.median(seconds[sizes[0]]) / peer
    print(f"  OCHRE 0.9.2, one home                {peer:8.2f}")
    print(f"  {ratio:.0f} times OCHRE's (goal {GOAL:.0f}): {'met' if ratio >= GOAL else 'missed'}")


main()
