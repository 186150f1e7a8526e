"""Quality by Isolation Forest (Liu, Ting and Zhou 2008), with scikit-learn.

One forest for each kind of quantity, fitted every six hours to what all sensors read in the last two
days: how far a reading lies from its sensor's day, how far from the reading before, and how long after
it. Readings that stand alone are flagged as spikes. It never sees the truth; it learns from what came.

    pip install scikit-learn
    hometwin run Examples/isolation_forest.yaml
"""

from collections import defaultdict, deque

import numpy as np
from sklearn.ensemble import IsolationForest

from hometwin_stage import serve

WATCHED = ("temperature", "humidity", "co2")
HOUR_US = 3_600_000_000
ROWS_MAX = 4_000
ROWS_MIN = 500
# A reading is flagged below this score: 0 is the least usual 1 % of what the forest was fitted to.
THRESHOLD = -0.08

# For each sensor: time and value of its last reading, and the mean of about its last day.
sensors = {}
rows = {kind: deque(maxlen=ROWS_MAX) for kind in WATCHED}
forests = {}
fitted_us = 0


def features(key, time, value):
    """The features of a reading; None for a sensor's first."""
    if key not in sensors:
        sensors[key] = [time, value, value]
        return None
    last_time, last_value, mean = sensors[key]
    hours = min((time - last_time) / HOUR_US, 24.0)
    sensors[key] = [time, value, mean + (value - mean) * min(hours / 24, 1)]
    return value - mean, value - last_value, min(hours, 1.0)


def answer(batch):
    global fitted_us
    fresh = defaultdict(list)
    for reading in batch.readings:
        kind = reading["sensor_type"]
        if kind in WATCHED and reading["value"] is not None:
            key = reading["home"], reading["device"], kind
            row = features(key, reading["time_us"], reading["value"])
            if row:
                fresh[kind].append((key, reading["time_us"], row))
    for kind, found in fresh.items():
        values = np.array([row for _, _, row in found])
        if kind in forests:
            scores = forests[kind].decision_function(values)
            for (key, time, _), score in zip(found, scores):
                if score < THRESHOLD:
                    yield {
                        "type": "flag", "home": key[0], "device": key[1], "sensor_type": kind,
                        "kind": "spike", "start_us": time, "end_us": time, "score": -float(score)}
        rows[kind].extend(values)
    if batch.now_us - fitted_us >= 6 * HOUR_US:
        fitted_us = batch.now_us
        for kind in WATCHED:
            if len(rows[kind]) >= ROWS_MIN:
                forests[kind] = IsolationForest(
                    n_estimators=50, contamination=0.01,
                    random_state=batch.hello["seed"] % 2**31).fit(np.array(rows[kind]))


serve(answer, name="isolation forest")
