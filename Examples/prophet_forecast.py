"""Power forecasts by Prophet (Taylor and Letham 2018).

    pip install prophet
    hometwin run Examples/prophet_forecast.yaml
"""

import logging
from collections import defaultdict

import numpy as np
import pandas as pd
from prophet import Prophet

from hometwin_stage import serve

logging.getLogger("cmdstanpy").setLevel(logging.WARNING)

HOUR_US = 3_600_000_000
DAYS_MAX = 28

# For each home: the last counter reading, and energy by hour, kWh.
last = {}
hours = defaultdict(lambda: defaultdict(float))


def take(reading):
    home, time, energy = reading["home"], reading["time_us"], reading["value"]
    if home in last and energy >= last[home][1]:
        hours[home][time // HOUR_US] += energy - last[home][1]
    last[home] = time, energy


def forecast(home, wish, seed, levels):
    first = wish["first_hour_us"] // HOUR_US
    series = [(h, 1000 * kwh) for h, kwh in sorted(hours[home].items())
              if first - 24 * DAYS_MAX <= h < first][1:]
    frame = pd.DataFrame({
        "ds": pd.to_datetime([h * 3600 for h, _ in series], unit="s"),
        "y": [w for _, w in series]})
    model = Prophet(daily_seasonality=True, weekly_seasonality=len(series) > 14 * 24,
                    yearly_seasonality=False, uncertainty_samples=300)
    np.random.seed(seed)
    model.fit(frame, seed=seed)
    ahead = pd.DataFrame({"ds": pd.to_datetime(
        [(first + i) * 3600 for i in range(wish["hours"])], unit="s")})
    draws = model.predictive_samples(ahead)["yhat"]
    rows = np.maximum(np.quantile(draws, levels, axis=1).T, 0)
    return {"type": "forecast", "home": home, "mean": np.maximum(draws.mean(axis=1), 0).tolist(),
            "quantiles": np.sort(rows, axis=1).tolist()}


def answer(batch):
    for reading in batch.readings:
        take(reading)
    for wish in batch.wanted:
        if len(hours[wish["home"]]) >= 48:
            yield forecast(wish["home"], wish, batch.hello["seed"] % 2**31, batch.hello["levels"])


serve(answer, name="prophet")
