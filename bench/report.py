"""What a run came to: a table for people, bench/latest.json for machines."""

import json
from pathlib import Path
from typing import Any

from bench.keys import KEYS

LATEST = Path(__file__).with_name("latest.json")
HEAD = f"{'key':<18}{'ours':>12}{'limit':>12}{'ratio':>9}{'goal':>8}{'moonshot':>10}   "


def kept() -> dict[str, Any]:
    """What earlier runs have left."""
    return json.loads(LATEST.read_text(encoding="utf-8")) if LATEST.exists() else {}


def write(lines: dict[str, Any]) -> dict[str, Any]:
    """Put lines into the file, in the order of the keys; those of keys that were not measured now stay. Returns all."""
    known = kept() | lines
    ordered = {name: known[name] for name in KEYS if name in known}
    LATEST.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return ordered


def table(lines: dict[str, Any]) -> str:
    """The table."""
    return "\n".join([HEAD, *(_row(name, line) for name, line in lines.items())])


def _row(name: str, line: dict[str, Any]) -> str:
    sign = "≤" if KEYS[name].lower else "≥"
    said = "" if not line["goal"] and KEYS[name].most_s is None else "goal reached" if line["met"] else "GOAL MISSED"
    if line["goal"] and (line["ratio"] <= line["moonshot"] if KEYS[name].lower else line["ratio"] >= line["moonshot"]):
        said = "moonshot" if line["met"] else said
    figures = f"{line['ours']:>12,}{line['limit']:>12,}{line['ratio']:>9.3f}"
    goals = f"{sign}{line['goal']:>7.2f}{line['moonshot']:>10.2f}" if line["goal"] else f"{'':>18}"
    more = ", ".join(f"{key.removesuffix('_ms')} {value} ms" for key, value in line.items() if key.endswith("_ms"))
    if KEYS[name].most_s is not None:
        more = f"{line['seconds']} s of {KEYS[name].most_s:.0f}"
    return f"{name:<18}{figures} {goals}   {said:<13} {line['unit']}{'; ' + more if more else ''}"
