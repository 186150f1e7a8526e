"""Writes the Parquet files beside this one, which tests read; needs pyarrow and pandas.

Their rows are those of Tests/ExchangeTests/SmallFrame.swift.
"""

import os

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

os.chdir(os.path.dirname(os.path.abspath(__file__)))
START = pd.Timestamp("2024-09-02T10:00:00Z")
ROOMS = ["kitchen", 'bed, "blue" room']

estimates = pd.DataFrame(
    [(START + pd.Timedelta(minutes=minute), f"home_00000{home}", ROOMS[room], quantity,
      1 / 3 + minute, 1e-7 / minute)
     for home in range(2) for minute in (1, 2, 3)
     for room, quantity in ((0, "temperature_c"), (0, "relative_humidity_ratio"), (1, "temperature_c"))],
    columns=["time", "home", "room", "quantity", "value", "sd"])
answers = pd.DataFrame(
    [(f"home_00000{home}", "smart_speaker_003", sequence,
      START + pd.Timedelta(minutes=sequence), action, target, room, value, 0.875)
     for home in range(2)
     for sequence, (action, target, room, value) in enumerate([
         (None, None, None, None), ("set_temperature", "thermostat", None, 20.7),
         ("turn_on", "lamp", ROOMS[1], None)])],
    columns=["home", "device", "sequence", "decided_at", "action", "target", "room", "value",
             "confidence"])

# As pandas writes it: snappy, dictionaries, pages of the first kind, times in nanoseconds.
estimates.to_parquet("pandas.parquet", index=False)
answers.to_parquet("answers.parquet", index=False)
table = pa.Table.from_pandas(estimates, preserve_index=False)
pq.write_table(
    table, "zstd-v2.parquet", compression="zstd", use_dictionary=False, data_page_version="2.0",
    coerce_timestamps="us")
text = estimates.assign(time=estimates.time.dt.strftime("%Y-%m-%dT%H:%M:%SZ"), note="x")
pq.write_table(
    pa.Table.from_pandas(text, preserve_index=False), "groups.parquet", compression="none",
    row_group_size=5)
pq.write_table(
    table, "milliseconds.parquet", compression="snappy", version="1.0", coerce_timestamps="ms")
# What is refused.
pq.write_table(table, "gzip.parquet", compression="gzip")
pq.write_table(
    table, "delta.parquet", use_dictionary=False,
    column_encoding={"home": "DELTA_BYTE_ARRAY"})
nested = table.append_column("q", pa.array([[1.0]] * table.num_rows))
pq.write_table(nested, "nested.parquet")
