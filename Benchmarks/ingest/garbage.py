#!/usr/bin/env python3
"""Takes in messages alone and the same messages among garbage: time, memory, and what was lost.

    garbage.py HOMETWIN [MEGABYTES] [MESSAGES]

Exit code 1 if a good message was not stored or memory grew with the garbage.
"""
import json, os, random, resource, subprocess, sys, tempfile

binary = sys.argv[1]
megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 100
messages = int(sys.argv[3]) if len(sys.argv) > 3 else 300_000
START = 1725271200000000


def message(number):
    return ('{"kind":"device_telemetry","device_id":"sensor_%03d","sensor_type":"temperature",'
            '"location_id":"room_%d","value":%.2f,"device_time_us":%d,"sequence":%d}\n' % (
                number % 100, number % 7, 20 + number % 50 / 10,
                START + number // 100 * 60_000_000, number // 100)).encode()


def garbage(draw, block):
    kind = draw.randrange(6)
    if kind == 0:
        return block + b"\n"  # bytes, now and then a line feed among them
    if kind == 1:
        return b"x" * (1 << 20) + b"\n"
    if kind == 2:
        return message(draw.randrange(10**6)).replace(b'"value":2', b'"value":NaN,"x":2')
    if kind == 3:
        return b'{"kind":"device_telemetry","device_id":"c","sensor_type":"t","value":1,"time":"1970-01-01T00:00:00Z"}\n'
    if kind == 4:
        return b'{"kind":"device_telemetry","device_id":"c","sensor_type":"t","value":1,"time":"2200-01-01T00:00:00Z"}\n'
    return b'{"kind":"device_telemetry","schema_version":99,"device_id":"c"}\n'


def run(path, folder, name):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(
        [binary, "stage", "ingest", path, "--to", f"{folder}/{name}.sqlite", "--json"],
        stdout=subprocess.PIPE)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, status
    return json.loads(text), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as folder:
    draw = random.Random(1)
    block = draw.randbytes(1 << 20)
    with open(f"{folder}/good.jsonl", "wb") as file:
        for number in range(messages):
            file.write(message(number))
    # The garbage lies evenly among the messages.
    goal, written = megabytes << 20, 0
    with open(f"{folder}/mixed.jsonl", "wb") as mixed, open(f"{folder}/bad.jsonl", "wb") as bad:
        for number in range(messages):
            mixed.write(message(number))
            while written < goal * (number + 1) // messages:
                piece = garbage(draw, block)
                written += len(piece)
                mixed.write(piece)
                bad.write(piece)
    rows = [(name, *run(f"{folder}/{name}.jsonl", folder, name)) for name in ("good", "bad", "mixed")]
    print(f"{'file':8}{'MB':>8}{'records':>10}{'stored':>10}{'refused':>10}{'CPU s':>8}{'peak MiB':>10}")
    for name, counts, cpu, memory in rows:
        size = os.path.getsize(f"{folder}/{name}.jsonl") / 1e6
        print(f"{name:8}{size:8.0f}{counts['messages']:10}{counts['stored']:10}"
              f"{counts['refused']:10}{cpu:8.2f}{memory:10.1f}")
    (_, good, good_cpu, good_memory), (_, _, bad_cpu, _), (_, mixed, mixed_cpu, mixed_memory) = rows
    ratio = (good_cpu + bad_cpu) / mixed_cpu
    print(f"good messages a CPU second: {messages / good_cpu:.0f}; garbage: {written / bad_cpu / 1e6:.0f} MB a CPU second")
    print(f"CPU apart over CPU mixed: {ratio:.2f} (1: garbage costs its own reading and no more)")
    whole = mixed["stored"] == messages == good["stored"]
    flat = mixed_memory < good_memory + 16
    print("every good message stored" if whole else "WRONG: good messages are missing",
          "and memory flat" if flat else "and WRONG: memory grew", sep=", ")
    sys.exit(0 if whole and flat else 1)
