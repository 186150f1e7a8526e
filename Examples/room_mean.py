"""Fusion as the plain mean of a room's sensors, in Python without any library.

It does what `fusion: {method: mean}` does and must score the same to the last digit.
"""

import math

from hometwin_stage import serve

STALE_US = 65 * 60 * 1_000_000
QUANTITIES = ("temperature", "humidity", "co2")

# For each home, room and quantity: the sensors in plan order, each [device, accuracy, time, value].
rooms = {}
known = set()


def learn(plan):
    for room in plan["rooms"]:
        for quantity in QUANTITIES:
            sensors = [
                [device["index"], channel["accuracy_sd"], None, None]
                for device in plan["devices"] if device["room"] == room["index"]
                for channel in device["channels"]
                if channel["sensor_type"] == quantity and channel["period_s"] > 0]
            if sensors:
                rooms[plan["home"], room["index"], quantity] = sensors


def answer(batch):
    for home, plan in batch.plans.items():
        if home not in known:
            known.add(home)
            learn(plan)
    for reading in batch.readings:
        for sensor in rooms.get((reading["home"], reading["room"], reading["sensor_type"]), ()):
            if sensor[0] == reading["device"] and reading["value"] is not None:
                sensor[2:] = reading["time_us"], reading["value"]
    for (home, room, quantity), sensors in rooms.items():
        fresh = [s for s in sensors if s[2] is not None and batch.now_us - s[2] <= STALE_US]
        if not fresh:
            continue
        total = spread = 0.0
        for _, accuracy, _, value in fresh:
            total += value
            spread += accuracy
        count = float(len(fresh))
        yield {
            "type": "estimate", "home": home, "room": room, "quantity": quantity,
            "mean": total / count, "sd": spread / count / math.sqrt(count)}


serve(answer, name="mean of the room")
