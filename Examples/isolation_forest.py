"""Quality by Isolation Forest (Liu, Ting and Zhou 2008), with scikit-learn.

Every hour, for each channel of each home, a forest is fitted to what the channel read in the last two
days: value, change since the reading before, and time since it. Readings that stand alone are flagged
as spikes. It never sees the truth; it learns from what came.

    pip install scikit-learn
    hometwin run Examples/isolation_forest.yaml
"""

from collections import defaultdict, deque

import numpy as np
from sklearn.ensemble import IsolationForest

from hometwin_stage import serve

WATCHED = ("temperature", "humidity", "co2")
HOUR_US = 3_600_000_000
KEEP_US = 48 * HOUR_US
READINGS_MIN = 200
# Scores below this are flagged: about one reading in ten thousand of a healthy sensor.
THRESHOLD = -0.25

past = defaultdict(deque)
forests = {}
fitted_us = {}


def features(before, reading):
    time, value = reading
    return (value, value - before[1], min((time - before[0]) / HOUR_US, 2.0))


def fit(key, now_us, seed):
    series = past[key]
    while series and series[0][0] < now_us - KEEP_US:
        series.popleft()
    if len(series) < READINGS_MIN:
        return
    rows = [features(a, b) for a, b in zip(list(series), list(series)[1:])]
    forests[key] = IsolationForest(n_estimators=50, random_state=seed).fit(np.array(rows))


def answer(batch):
    seed = batch.hello["seed"] % 2**31
    for reading in batch.readings:
        if reading["sensor_type"] not in WATCHED or reading["value"] is None:
            continue
        key = reading["home"], reading["device"], reading["sensor_type"]
        now = reading["time_us"], reading["value"]
        series = past[key]
        if series and key in forests:
            score = forests[key].decision_function([features(series[-1], now)])[0]
            if score < THRESHOLD:
                yield {
                    "type": "flag", "home": key[0], "device": key[1], "sensor_type": key[2],
                    "kind": "spike", "start_us": now[0], "end_us": now[0], "score": float(-score)}
                continue
        series.append(now)
        if batch.now_us - fitted_us.get(key, 0) >= HOUR_US:
            fitted_us[key] = batch.now_us
            fit(key, batch.now_us, seed)


serve(answer, name="isolation forest")
