#!/usr/bin/env python3
"""How well a good forecaster can tell a home's next day: too well is no home.

forecastability.py FILE.csv [--column power_w] [--homes N]

FILE holds hourly powers as `hometwin realism SCENARIO --csv FILE` writes them: time, home, power_w; without a
home column it is one home. Protocol: each midnight of the last 28 days is an origin, 24 hours ahead; nMAE is the mean
absolute error over the mean load. Yesterday repeated (SNaive24) stands beside gradient boosting (scikit-learn's
histogram trees, 300 rounds, learning rate .05) on lags of 24 to 168 hours, hour, weekday and the means of the day and
week before, fitted once on all hours before the first origin.
Measured homes have .21 to .52 with gradient boosting (REFIT, UK-DALE, CityLearn 2022).
"""

import argparse
import csv
import datetime
import statistics

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

LAGS = [24, 25, 23, 48, 72, 96, 120, 144, 167, 168, 169]
DAYS = 28


def read(path, column):
    homes = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            time = datetime.datetime.fromisoformat(row["time"][:19])
            hour = time.replace(minute=0, second=0, tzinfo=None)
            value = row[column]
            if value != "":
                homes.setdefault(row.get("home", "home"), {}).setdefault(hour, []).append(float(value))
    for name, hours in homes.items():
        first, last = min(hours), max(hours)
        count = int((last - first).total_seconds() // 3600) + 1
        series = np.full(count, np.nan)
        for hour, values in hours.items():
            series[int((hour - first).total_seconds() // 3600)] = statistics.fmean(values)
        yield name, first, series


def features(series, first):
    index = np.arange(len(series))
    columns = [np.concatenate([np.full(lag, np.nan), series[:-lag]]) for lag in LAGS]
    hour = (first.hour + index) % 24
    weekday = (first.weekday() + (first.hour + index) // 24) % 7
    # What is known at the midnight before: the means of the day and of the week that ended then.
    means = []
    for days in (1, 7):
        mean = np.full(len(series), np.nan)
        for midnight in index[hour == 0]:
            past = series[max(midnight - days * 24, 0) : midnight]
            if len(past) == days * 24 and not np.all(np.isnan(past)):
                mean[midnight : midnight + 24] = np.nanmean(past)
        means.append(mean)
    return np.column_stack(columns + means + [hour, weekday])


def judge(first, series):
    hour = (first.hour + np.arange(len(series))) % 24
    midnights = np.flatnonzero(hour == 0)
    ends = [start for start in midnights if start + 24 <= len(series)]
    if len(ends) < DAYS + 28:
        return None
    begin, end = ends[-DAYS], ends[-1] + 24
    x = features(series, first)
    fit = np.arange(169, begin)
    fit = fit[~np.isnan(series[fit])]
    model = HistGradientBoostingRegressor(
        loss="absolute_error", max_iter=300, learning_rate=0.05, random_state=0)
    model.fit(x[fit], series[fit])
    test = np.arange(begin, end)
    test = test[~np.isnan(series[test]) & ~np.isnan(series[test - 24])]
    mean = series[test].mean()
    naive = np.abs(series[test] - series[test - 24]).mean() / mean
    boosted = np.abs(series[test] - model.predict(x[test])).mean() / mean
    return naive, boosted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--column", default="power_w")
    parser.add_argument("--homes", type=int, default=100)
    given = parser.parse_args()
    rows = []
    for name, first, series in read(given.file, given.column):
        if len(rows) == given.homes:
            break
        row = judge(first, series)
        if row:
            rows.append(row)
            if given.homes <= 20:
                print(f"{name:20} naive {row[0]:.3f}  gradient boosting {row[1]:.3f}")
    table = np.array(rows)
    for column, name in enumerate(["naive", "gradient boosting"]):
        p10, p50, p90 = np.quantile(table[:, column], [0.1, 0.5, 0.9])
        print(f"{name:20} p10 {p10:.3f}  p50 {p50:.3f}  p90 {p90:.3f}  of {len(table)} homes")
    inside = np.mean((table[:, 1] >= 0.21) & (table[:, 1] <= 0.52))
    print(f"{100 * inside:.0f} % of homes within .21 to .52 with gradient boosting")


main()
