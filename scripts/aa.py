#!/usr/bin/env python3
"""How often does `hometwin check` call a difference where there is none?

Fifty checks, each between two pipelines that differ in `pipeline.chance` alone, so that their
conclusions differ and neither is the better one; each check lives worlds of its own. Prints how many
called any score better or worse, with an exact binomial interval, beside the stated 5 %. Each check's
scores are judged twice: with the margins of a check, and with none, which asks the intervals alone.

    scripts/aa.py HOMETWIN [CHECKS]     (slow: 12 CPU-s a check)
"""
import json
import math
import subprocess
import sys
import tempfile

SEEDS = 8
FIRST_SEED = 6000
STATED = 0.05
# Both of the pipeline's chances are used, and a week is long enough for forecasts to be scored.
WORLD = [
    "homes=1",
    "duration=6d",
    "history=2d",
    "oracle.homes=0",
    "pipeline.sampling.method=adaptive-null",
    "pipeline.forecasting.model=harmonic-regression",
]


def hometwin(binary, number, arguments):
    """One check's JSON, or nothing where it only keeps scores."""
    settings = [word for value in WORLD for word in ("--set", value)]
    command = [binary, "check", "quickstart", *settings]
    command += ["--base", f"pipeline.chance={2 * number + 1}"]
    command += ["--candidate", f"pipeline.chance={2 * number + 2}"]
    command += ["--seeds", str(SEEDS), "--first-seed", str(FIRST_SEED + SEEDS * number)]
    done = subprocess.run(command + ["--quiet", *arguments], capture_output=True, text=True)
    # 1 says worse or undecided, which is the question here.
    if done.returncode > 1:
        sys.exit(f"aa: {' '.join(command)}\nended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)["scores"] if "--json" in arguments else []


def called(scores):
    rows = [row for row in scores if row["verdict"] in ("better", "worse")]
    return [(row["id"], row["verdict"] + (" (lost)" if row["lost"] else "")) for row in rows]


def interval(count, total):
    """Clopper and Pearson 1934: the rates under which so few or so many have 2.5 % at least."""

    def tail(counts, rate):
        return sum(math.comb(total, k) * rate**k * (1 - rate) ** (total - k) for k in counts)

    def crossing(is_below):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if is_below(middle) else (low, middle)
        return low

    at_least, at_most = range(count, total + 1), range(count + 1)
    low = crossing(lambda rate: tail(at_least, rate) < 0.025) if count > 0 else 0.0
    high = crossing(lambda rate: tail(at_most, rate) > 0.025) if count < total else 1.0
    return low, high


def summary(what, verdicts):
    total = len(verdicts)
    count = sum(1 for calls in verdicts if calls)
    low, high = interval(count, total)
    print(
        f"aa: {what}: {count} of {total} checks called a score better or worse: "
        f"{100 * count / total:.0f} %, {100 * low:.1f} ... {100 * high:.1f} % "
        f"(95 %, exact); stated: at most {100 * STATED:.0f} %"
    )


def main():
    binary = sys.argv[1]
    total = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    verdicts, bare = [], []
    for number in range(total):
        with tempfile.TemporaryDirectory() as folder:
            hometwin(binary, number, ["--shard", "1/1", "--sweeps", folder])
            scores = hometwin(binary, number, ["--merge", folder, "--json"])
            no_margins = [word for row in scores for word in ("--margin", f"{row['id']}=0")]
            no_margins += ["--because", "to ask the intervals alone"]
            strict = hometwin(binary, number, ["--merge", folder, "--json", *no_margins])
        verdicts.append(called(scores))
        bare.append(called(strict))
        said = ", ".join(f"{name} {verdict}" for name, verdict in verdicts[-1]) or "nothing"
        print(f"aa: check {number + 1} of {total}, {len(scores)} scores: {said}", flush=True)
    summary("with margins", verdicts)
    summary("with margins of 0", bare)
    # Above the stated rate beyond luck: the gate is broken.
    return 1 if interval(sum(1 for calls in verdicts if calls), total)[0] > STATED else 0


if __name__ == "__main__":
    sys.exit(main())
