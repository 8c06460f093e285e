"""The ratios of bench/latest.json as a picture for the README: drawn by ourselves, readable in light and in dark."""

import math
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.keys import KEYS

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "speed.svg"
WIDTH, ROW, LEFT, RIGHT, TOP = 900, 30, 350, 190, 62
# From a fiftieth of the limit to four times it; each step of the scale is a doubling.
LOW, HIGH = 0.02, 4.0
STYLE = """
  :root { --paper: #ffffff; --ink: #1d2733; --soft: #5c6b7a; --line: #d8dfe6; --bar: #2f6fde; --missed: #b4531a; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #0f151c; --ink: #e6edf3; --soft: #9fb0c0; --line: #2b3947; --bar: #6ea8ff; --missed: #f0a06a; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--ink); } .soft { fill: var(--soft); font-size: 12px; } .head { font-size: 16px; font-weight: 600; }
  .paper { fill: var(--paper); } .grid { stroke: var(--line); } .bar { fill: var(--bar); } .missed { fill: var(--missed); }
  .goal { stroke: var(--ink); stroke-width: 2; } .moonshot { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 2 2; }
"""


def draw(lines: dict[str, Any]) -> None:
    """Write the picture of the keys that have a goal above a limit; memory and growth have their own table."""
    shown = {name: line for name, line in lines.items() if name in KEYS and line["goal"] and not KEYS[name].lower}
    height = TOP + ROW * len(shown) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">How fast Vitrina is, beside the limit of the same machine</title>',
        f'<desc id="d">{escape("; ".join(_said(name, line) for name, line in shown.items()))}</desc>',
        f'<style>{STYLE}</style><rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
        '<text class="head" x="20" y="28">Ours as a part of the limit measured in the same run</text>',
        '<text class="soft" x="20" y="47">The solid mark is the goal, the dotted one the moonshot. Each step of the scale is a doubling.</text>',
        *_grid(height),
        *(part for at, (name, line) in enumerate(shown.items()) for part in _row(TOP + ROW * at, name, line)),
        "</svg>",
    ]
    PICTURE.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _said(name: str, line: dict[str, Any]) -> str:
    return f"{KEYS[name].what}: {line['ratio']:.2f} of {KEYS[name].limit}, goal {line['goal']:.2f}"


def _x(ratio: float) -> float:
    part = math.log(min(max(ratio, LOW), HIGH) / LOW) / math.log(HIGH / LOW)
    return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)


def _grid(height: int) -> list[str]:
    parts = []
    for ratio in (0.03125, 0.0625, 0.125, 0.25, 0.5, 1.0, 2.0):
        said = f"{ratio:g}" if ratio >= 1 else f"1/{1 / ratio:.0f}"
        parts.append(f'<line class="grid" x1="{_x(ratio)}" x2="{_x(ratio)}" y1="{TOP - 4}" y2="{height - 32}"/>')
        parts.append(f'<text class="soft" x="{_x(ratio)}" y="{height - 14}" text-anchor="middle">{said}</text>')
    return parts


def _row(top: int, name: str, line: dict[str, Any]) -> list[str]:
    end, kind = _x(line["ratio"]), "bar" if line["met"] else "missed"
    marks = [
        f'<line class="{which}" x1="{_x(line[which])}" x2="{_x(line[which])}" y1="{top + 2}" y2="{top + 24}"/>'
        for which in ("goal", "moonshot")
    ]
    figure = f"{line['ratio']:.2f} · {line['ours']:,.0f} {line['unit']}"
    return [
        f'<text x="20" y="{top + 18}">{escape(KEYS[name].what)}</text>',
        f'<rect class="{kind}" x="{LEFT}" y="{top + 6}" width="{max(1.0, end - LEFT)}" height="14" rx="2"/>',
        *marks,
        f'<text class="soft" x="{WIDTH - RIGHT + 8}" y="{top + 18}">{escape(figure)}</text>',
    ]
