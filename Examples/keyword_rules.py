"""Understands what residents say by a few keywords: what anybody would write first.

A wish is the first rule whose words all occur; the room is the one that is named, else the speaker's own for
lamps and plugs. What no rule fits is refused. It acts on lamps, plugs and the thermostat of the plan.

    hometwin stage test understand python3 Examples/keyword_rules.py
    hometwin run Examples/keyword_rules.yaml
"""

import re

from hometwin_stage import serve

LAMP = r"\b(lights?|lamps?|lighting)\b"
PLUG = r"\b(plugs?|sockets?|outlets?)\b"
# What the words must match, what the speaker wants, and of what.
RULES = [
    (r"\b(alarm|timer|music|song|news|weather|door ?bell|oven|vacuum|tomorrow)\b", None, None),
    (r"\b(what|how|is|are)\b.*\bhumid", "ask_humidity", "home"),
    (r"\b(what|how|is)\b.*\b(air|co2|stuffy)\b", "ask_air_quality", "home"),
    (r"\b(how much|what)\b.*\b(energy|electricity|power)\b", "ask_energy", "home"),
    (r"\b(is|are|any|did)\b.*\b(windows?|doors?)\b", "ask_openings", "home"),
    (r"\b(what|how)\b.*\b(temperature|warm|cold|hot|degrees)\b", "ask_temperature", "home"),
    (LAMP + r".*(\d+ ?(%|percent)|\bdim|\bhalf)", "set_level", "lamp"),
    (r"\bdim\b.*" + LAMP, "set_level", "lamp"),
    (r"\boff\b.*" + LAMP + "|" + LAMP + r".*\boff\b", "turn_off", "lamp"),
    (LAMP, "turn_on", "lamp"),
    (r"\boff\b.*" + PLUG + "|" + PLUG + r".*\boff\b", "turn_off", "plug"),
    (PLUG, "turn_on", "plug"),
    (r"\b(thermostat|heating|temperature|set|degrees)\b.*\d", "set_temperature", "thermostat"),
    (r"\b(warmer|cold|freezing|chilly)\b", "warmer", "thermostat"),
    (r"\b(cooler|hot|boiling)\b", "cooler", "thermostat"),
]
KIND = {"lamp": "lamp", "plug": "smart_plug", "thermostat": "thermostat"}


def answer(batch):
    said = batch.utterance
    if said is None:
        return
    text = said["text"].lower()
    plan = batch.plans[said["home"]]
    found = {"type": "answer", "home": said["home"], "confidence": 0, "text": "Sorry, I can't."}
    for pattern, action, target in RULES:
        if re.search(pattern, text):
            if action:
                found.update(action=action, target=target, confidence=0.7, text="All right.")
                found["room"] = room(text, said, plan, target)
                found["value"] = value(text, action)
                found["acts"] = list(acts(found, said, plan))
            break
    yield found


def room(text, said, plan, target):
    """The index of the room that is meant; None for the whole home."""
    for place in plan["rooms"]:
        if place["name"].lower().replace("_", " ") in text:
            return place["index"]
    if re.search(r"\b(all|every|everywhere|house|home)\b", text):
        return None
    return said["room"] if target in ("lamp", "plug") else None


def value(text, action):
    number = re.search(r"\d+(\.\d+)?", text)
    if action == "set_level":
        return min(float(number.group()) / 100, 1) if number else 0.3
    return float(number.group()) if action == "set_temperature" else None


def acts(found, said, plan):
    for device in plan["devices"]:
        if device["device_type"] != KIND.get(found["target"]):
            continue
        if found["target"] == "thermostat":
            mode = "cooling" if said["is_cooling"] else "heating"
            now = said[mode + "_setpoint_c"]
            wish = {"warmer": now + 1, "cooler": now - 1}.get(found["action"], found["value"])
            yield {"device": device["index"], "command": f"set_{mode}_setpoint", "value": wish}
        elif found["room"] in (None, device["room"]):
            if found["action"] == "set_level":
                yield {"device": device["index"], "command": "set_level", "value": found["value"]}
            else:
                yield {"device": device["index"], "command": "switch_power",
                       "value": 1 if found["action"] == "turn_on" else 0}


serve(answer, name="keyword rules")
