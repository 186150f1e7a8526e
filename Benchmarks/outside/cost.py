#!/usr/bin/env python3
"""What an outside Python stage costs a run, beside what the program needs by itself.

cost.py HOMETWIN [--rounds N] [--scenario NAME]

A run tells in run.json how long it waited for its program: telling it the batches, its answers,
reading them. The program alone is fed from a file with the very lines that the run told it. Both take
turns, one thread, medians of wall time. Goal: at most twice the program's own time.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Examples")
GOAL = 2.0
# A program, the stage that it stands in for, and the library that it needs.
PROGRAMS = [
    ("room_mean.py", "fuse", None),
    ("quiet_devices.py", "sample", None),
    ("isolation_forest.py", "detect", "sklearn"),
]


def timed(command, **more):
    begin = time.monotonic()
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **more)
    if done.returncode not in (0, 1):
        sys.exit(f"cost: {command}: exit code {done.returncode}\n{done.stderr}")
    return time.monotonic() - begin


def measure(hometwin, scenario, program, stage, rounds, folder):
    """Seconds that runs waited for the program, and that it needs alone."""
    path = os.path.join(EXAMPLES, program)
    lines = os.path.join(folder, "lines")
    run_folder = os.path.join(folder, "run")
    small = ["homes=4", "duration=2d", "oracle.homes=0", "players.agents=[]", "expect={}"]

    def waited(words):
        command = ", ".join(f'"{word}"' for word in words)
        call = [hometwin, "run", scenario, "--threads", "1", "--quiet", "--force"]
        for setting in small + [f"pipeline.outside.{stage}.command=[{command}]"]:
            call += ["--set", setting]
        timed(call + ["--out", run_folder], stdout=subprocess.DEVNULL)
        with open(os.path.join(run_folder, "run.json"), encoding="utf-8") as file:
            return json.load(file)["outside"][0]["wall_s"]

    def alone():
        with open(lines, encoding="utf-8") as told:
            return timed([sys.executable, path], stdin=told, stdout=subprocess.DEVNULL)

    waited(["sh", "-c", f"tee {lines} | {sys.executable} {path}"])
    pairs = [(waited([sys.executable, path]), alone()) for _ in range(rounds)]
    return [statistics.median(times) for times in zip(*pairs)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hometwin")
    parser.add_argument("--scenario", default="quickstart")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    hometwin = os.path.abspath(options.hometwin)
    print("| program | stage | a run waits for it, s | the program alone, s | ratio |")
    print("|---|---|---:|---:|---:|")
    for program, stage, library in PROGRAMS:
        if library and importlib.util.find_spec(library) is None:
            print(f"| {program} | {stage} | - | - | skipped, no {library} |")
            continue
        with tempfile.TemporaryDirectory() as folder:
            inside, alone = measure(
                hometwin, options.scenario, program, stage, options.rounds, folder
            )
        ratio = inside / alone
        print(
            f"| {program} | {stage} | {inside:.2f} | {alone:.2f} | "
            f"{ratio:.2f} {'met' if ratio <= GOAL else 'missed'} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
