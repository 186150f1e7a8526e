"""Lets each device learn how noisy its own sensor is, and send what moves by more than that.

A channel starts with a usual threshold. After every sixty readings it becomes three times the noise between
neighbouring ones, within a quarter and double of what it was first. A channel is judged by its own readings
alone, as a device would.

    hometwin stage test sample python3 Examples/quiet_devices.py
    hometwin run Examples/quiet_devices.yaml
"""

from collections import defaultdict, deque
from statistics import median

from hometwin_stage import serve

FIRST = {"temperature": 0.2, "humidity": 0.01, "co2": 25, "luminosity": 20, "power": 10}
HEARTBEAT_S = 1800
READINGS = 60
# From the median of |difference| of two normal readings to the deviation of one.
TO_SD = 1 / (0.6745 * 2 ** 0.5)

recent = defaultdict(lambda: deque(maxlen=READINGS))
# How many readings a channel has made.
count = defaultdict(int)


def answer(batch):
    for reading in batch.measured:
        kind = reading["sensor_type"]
        if kind not in FIRST or reading["value"] is None:
            continue
        key = reading["home"], reading["device"], kind
        recent[key].append(reading["value"])
        count[key] += 1
        if count[key] == 1:
            delta = FIRST[kind]
        elif count[key] % READINGS == 0:
            values = list(recent[key])
            noise = TO_SD * median(abs(b - a) for a, b in zip(values, values[1:]))
            delta = min(max(3 * noise, FIRST[kind] / 4), FIRST[kind] * 2)
        else:
            continue
        yield {"type": "policy", "home": key[0], "device": key[1], "sensor_type": kind,
               "method": "send_on_delta", "delta": delta, "heartbeat_s": HEARTBEAT_S}


serve(answer, name="quiet devices")
