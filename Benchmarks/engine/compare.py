#!/usr/bin/env python3
"""Compares the shipped event engine with C++ and SimPy in one run.

    compare.py --swift PATH/EngineBench [--python PYTHON-WITH-SIMPY] [--rounds 5] [--quick]
               [--instructions] [--same] [--out TABLE.md]

Builds the C++ baseline with g++ (or $CXX), then runs every engine in turn, round after round, and
prints medians of CPU time. The fastest C++ queue counts in each cell. SimPy is found by --python or
$SIMPY_PYTHON; without it its columns stay empty. Trace hashes of C++ and Swift must be equal: the
script ends with status 1 if they are not. Goals that are missed are named, not hidden.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CELLS = [
    ("phold", 1_000, 3_000_000), ("phold", 100_000, 3_000_000), ("phold", 1_000_000, 3_000_000),
    ("sensors", 1_000, 6_000_000), ("sensors", 100_000, 6_000_000),
    ("sensors", 1_000_000, 10_000_000),
    ("mm1", 1, 3_000_000), ("mm1", 10, 3_000_000), ("mm1", 100, 3_000_000),
]
QUEUES = {"phold": ["bucket", "heap", "std"], "mm1": ["bucket", "heap", "std"],
          "sensors": ["ring", "heap"]}
SIMPY_GOALS = {("phold", 1_000): 50, ("sensors", 1_000): 100, ("sensors", 100_000): 100,
               ("mm1", 1): 150, ("mm1", 10): 150}
SIMPY_CELLS = set(SIMPY_GOALS) | {("phold", 100_000)}
NO_FMA = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"


def run(command, env=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode != 0:
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def build_baseline(folder):
    compiler = os.environ.get("CXX", "g++")
    if not shutil.which(compiler):
        sys.exit(f"compare.py: no C++ compiler '{compiler}': install g++ or set CXX")
    binary = os.path.join(folder, "baseline")
    subprocess.run(
        [compiler, "-O3", "-std=c++17", "-ffp-contract=off", os.path.join(HERE, "baseline.cpp"),
         "-o", binary], check=True)
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout
    return binary, version.splitlines()[0]


def instructions(command, size_index, low, high):
    """Instructions an event, from the difference of two runs under callgrind."""
    counts = []
    for events in (low, high):
        changed = list(command)
        changed[size_index + 1] = str(events)
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + changed,
            capture_output=True, text=True)
        line = [l for l in done.stderr.splitlines() if "refs" in l]
        if not line:
            return None
        counts.append(int(line[0].split("refs:")[1].replace(",", "").strip()))
    return (counts[1] - counts[0]) / (high - low)


def number(value, digits=1):
    return "-" if value is None else f"{value:.{digits}f}"


def simpy_python(choice):
    python = choice or os.environ.get("SIMPY_PYTHON")
    if not python:
        print("SimPy: no interpreter given (--python or SIMPY_PYTHON): skipped", file=sys.stderr)
        return None
    if not shutil.which(python):
        print(f"SimPy: no interpreter at '{python}' (make simpy makes one): skipped",
              file=sys.stderr)
        return None
    probe = subprocess.run([python, "-c", "import simpy"], capture_output=True)
    if probe.returncode != 0:
        print(f"SimPy: '{python}' cannot import it: skipped", file=sys.stderr)
        return None
    return python


def measure(options, baseline, python):
    """The results of all rounds: (cell, engine) -> list of dictionaries."""
    results = {}
    for turn in range(options.rounds):
        for model, size, events in CELLS:
            if options.quick:
                events = max(events // 6, size if model == "sensors" else 0)
            commands = {"swift": [options.swift, model, str(size), str(events)]}
            for queue in QUEUES[model]:
                if queue == "std" and turn > 0:
                    continue
                commands["c++ " + queue] = [baseline, model, str(size), str(events), queue]
            if python and (model, size) in SIMPY_CELLS and turn < 3:
                few = 30_000 if size < 100_000 else 100_000
                commands["simpy"] = [
                    python, os.path.join(HERE, "simpy_models.py"), model, str(size), str(few)]
            for engine, command in commands.items():
                result = run(command)
                if result is None:
                    sys.exit("compare.py: failed: " + " ".join(command))
                results.setdefault((model, size, engine), []).append(result)
        print(f"round {turn + 1} of {options.rounds} done", file=sys.stderr)
    return results


def check_traces(results):
    """Each cell's trace must be one, over rounds, queues and languages."""
    bad = []
    for model, size, _ in CELLS:
        traces = {r["trace"] for key, rs in results.items() if key[:2] == (model, size)
                  for r in rs if r["trace"]}
        if len(traces) != 1:
            bad.append(f"{model} {size}: {sorted(traces)}")
    return bad


def check_sameness(swift):
    """Threads, windows and glibc's variants must not change a trace of the sensors."""
    traces = set()
    for threads in (1, 2, 4, 7):
        for window in (7, 60, 3600):
            command = [swift, "sensors", "2000", "200000", str(window), str(threads)]
            for env in (None, {**os.environ, "GLIBC_TUNABLES": NO_FMA}):
                traces.add(run(command, env)["trace"])
    for model, size in (("phold", 1000), ("mm1", 10)):
        pair = {run([swift, model, str(size), "100000"], env)["trace"]
                for env in (None, {**os.environ, "GLIBC_TUNABLES": NO_FMA})}
        if len(pair) != 1:
            traces |= pair
    return len(traces) == 1


def table(results, counts):
    lines = ["| model | size | Swift ns | C++ ns | queue | Swift / C++ speed | SimPy ns "
             "| times SimPy | bytes a device | instr. Swift | instr. C++ | trace |",
             "|---|---|---|---|---|---|---|---|---|---|---|---|"]
    missed, ratios, rates = [], [], {}
    for model, size, _ in CELLS:
        def median(engine):
            found = results.get((model, size, engine))
            return statistics.median(r["ns"] for r in found) if found else None
        ours = median("swift")
        best, queue = min((median("c++ " + q), q) for q in QUEUES[model])
        simpy = median("simpy")
        ratio = best / ours
        ratios.append(ratio)
        if model == "sensors":
            rates[size] = ours
        sample = results[(model, size, "swift")][0]
        mine, theirs = counts.get((model, size), (None, None))
        lines.append(
            f"| {model} | {size} | {ours:.1f} | {best:.1f} | {queue} | {ratio:.2f} "
            f"| {number(simpy, 0)} | {number(simpy and simpy / ours, 0)} "
            f"| {number(sample['bytes'] or None, 0)} | {number(mine, 0)} | {number(theirs, 0)} "
            f"| {sample['trace']} |")
        if ratio < 0.8:
            missed.append(f"{model} {size}: {ratio:.2f} x C++, goal 0.8")
        goal = SIMPY_GOALS.get((model, size))
        if goal and simpy and simpy / ours < goal:
            missed.append(f"{model} {size}: {simpy / ours:.0f} x SimPy, goal {goal}")
        if model == "sensors" and size >= 100_000 and sample["bytes"] > 128:
            missed.append(f"sensors {size}: {sample['bytes']:.0f} bytes a device, goal 128")
        if mine and theirs and mine > 1.1 * theirs:
            missed.append(f"{model} {size}: instructions {mine / theirs:.2f} x C++, goal 1.10")
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    growth = rates[1_000] / rates[1_000_000]
    lines += ["", f"Speed against the best C++, geometric mean: {mean:.2f} (goal 0.90).",
              f"Sensors, rate at 1e6 / rate at 1e3: {growth:.2f} (goal 0.85)."]
    if mean < 0.9:
        missed.append(f"geometric mean {mean:.2f} x C++, goal 0.90")
    if growth < 0.85:
        missed.append(f"rate at 1e6 is {growth:.2f} of the rate at 1e3, goal 0.85")
    return lines, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swift", required=True, help="the built EngineBench")
    parser.add_argument("--python", help="a Python that has SimPy")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a sixth of the events")
    parser.add_argument("--instructions", action="store_true", help="count them with callgrind")
    parser.add_argument("--same", action="store_true", help="check threads, windows and FMA too")
    parser.add_argument("--out", help="write the table here as well")
    options = parser.parse_args()
    python = simpy_python(options.python)
    with tempfile.TemporaryDirectory() as folder:
        baseline, compiler = build_baseline(folder)
        results = measure(options, baseline, python)
        counts = {}
        if options.instructions and shutil.which("valgrind"):
            for model, size, _ in CELLS:
                if size > 1_000:
                    continue
                queue = QUEUES[model][0] if (model, size) != ("mm1", 1) else "heap"
                few = [100_000, 200_000]
                counts[(model, size)] = (
                    instructions([options.swift, model, str(size), "0"], 2, *few),
                    instructions([baseline, model, str(size), "0", queue], 2, *few))
        lines, missed = table(results, counts)
    lines += [f"C++: {compiler}, -O3. Medians of {options.rounds} interleaved rounds, CPU time.",
              "ns-3: present" if shutil.which("ns3") else "ns-3: not present, not compared."]
    bad = check_traces(results)
    lines.append("Trace hashes: " + ("equal in every cell." if not bad else "DIFFER: " + str(bad)))
    if options.same:
        same = check_sameness(options.swift)
        lines.append("Threads 1, 2, 4, 7, windows and FMA on and off: "
                     + ("one trace." if same else "TRACES DIFFER."))
        bad += [] if same else ["sameness"]
    lines.append("Goals missed: " + ("none." if not missed else ""))
    lines += [f"- {m}" for m in missed]
    print("\n".join(lines))
    if options.out:
        with open(options.out, "w") as file:
            file.write("\n".join(lines) + "\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
