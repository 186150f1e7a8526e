"""The engine's models in SimPy: the same loads as EngineBench with Python's own random numbers.

    python simpy_models.py phold|mm1|sensors SIZE EVENTS

Each model is written as SimPy's manual would have it: a process per message, sensor or server.
"""

import json
import random
import sys
import time

try:
    import simpy
except ImportError:
    print("simpy is missing: skipped", file=sys.stderr)
    sys.exit(77)


class Counter:
    def __init__(self):
        self.events = 0


def phold(size, counter):
    env = simpy.Environment()
    source = random.Random(1)
    taken = [0] * size

    def message():
        while True:
            yield env.timeout(source.expovariate(1 / 60.0))
            taken[source.randrange(size)] += 1
            counter.events += 1

    for _ in range(size):
        env.process(message())
    return env


def mm1(size, counter):
    env = simpy.Environment()
    source = random.Random(1)
    servers = [simpy.Resource(env, capacity=1) for _ in range(size)]

    def customer():
        for server in servers:
            with server.request() as request:
                yield request
                yield env.timeout(source.expovariate(1.0))
                counter.events += 1

    def arrivals():
        while True:
            yield env.timeout(source.expovariate(0.8))
            counter.events += 1
            env.process(customer())

    env.process(arrivals())
    return env


def sensors(size, counter):
    env = simpy.Environment()
    source = random.Random(1)

    def sensor():
        start = source.uniform(0, 60)
        celsius = 15.0
        tick = 0
        yield env.timeout(start)
        while True:
            celsius += (21 - celsius) * 0.05
            int((celsius + source.gauss(0, 0.1)) * 16)
            counter.events += 1
            tick += 1
            yield env.timeout(start + 60 * tick + source.random() - env.now)

    for _ in range(size):
        env.process(sensor())
    return env


def main():
    model, size, events = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    counter = Counter()
    env = {"phold": phold, "mm1": mm1, "sensors": sensors}[model](size, counter)
    warm = min(max(size, 2000), events)
    while counter.events < warm:
        env.step()
    first = counter.events
    begin = time.process_time()
    while counter.events - first < events:
        env.step()
    spent = time.process_time() - begin
    done = counter.events - first
    print(json.dumps({
        "engine": "simpy", "model": model, "size": size, "events": done,
        "ns": spent * 1e9 / done, "bytes": 0, "trace": "", "version": simpy.__version__,
    }))


if __name__ == "__main__":
    main()
