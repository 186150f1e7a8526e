"""Serves an outside stage of HomeTwin: reads batches from standard input, answers to standard output.

A program hands `serve` a function that gets one batch and returns its answers:

    from hometwin_stage import serve

    def answer(batch):
        return [{"type": "estimate", "home": 0, "room": 1, "quantity": "temperature",
                 "mean": 21.0, "sd": 0.5}]

    serve(answer, name="my stage")

Print for people to standard error only: standard output belongs to the protocol.
"""

import json
import sys


class Batch:
    """What has come since the last batch. `hello` and `plans` stay from batch to batch."""

    def __init__(self, hello):
        self.hello = hello
        self.plans = {}
        self.clear()

    def clear(self):
        self.readings = []
        self.weather = []
        self.wanted = []
        self.utterance = None
        self.measured = []
        self.now_us = None


def serve(answer, name, answers_after_s=None, deterministic=True):
    """Answers batch after batch until the run ends.

    `answers_after_s` is how long the program says it takes; left out, 0 s, and 5 s for `understand`.
    Say `deterministic=False` if the same batches may get other answers next time (a language model): runs
    then record the answers.
    """
    out = sys.stdout
    batch = None
    for line in sys.stdin:
        item = json.loads(line)
        kind = item["type"]
        if kind == "reading":
            batch.readings.append(item)
        elif kind == "tick":
            batch.now_us = item["now_us"]
            for given in answer(batch) or ():
                out.write(json.dumps(given) + "\n")
            out.write('{"done": %d}\n' % item["tick"])
            out.flush()
            batch.clear()
        elif kind == "plan":
            batch.plans[item["plan"]["home"]] = item["plan"]
        elif kind == "weather":
            batch.weather.append(item)
        elif kind == "wanted":
            batch.wanted.append(item)
        elif kind == "measured":
            batch.measured.append(item)
        elif kind == "utterance":
            batch.utterance = item
        elif kind == "hello":
            batch = Batch(item)
            out.write(json.dumps({
                "type": "ready", "protocol": 1, "name": name,
                "answers_after_s": answers_after_s, "deterministic": deterministic}) + "\n")
            out.flush()
