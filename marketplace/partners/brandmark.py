"""Draws a brand's own face and mark as SVG: a set of colours, one to three initials, one geometric motif.

The same name gives the same picture forever; a partner may choose another palette or motif. The outlines of the
letters are in letters.json (the capitals of Inter, OFL), so pages, mail and PDF show the picture without any font.
No picture holds an id: any number of them may stand inline in one document.
"""

import hashlib
import json
import math
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

WIDTH, HEIGHT = 320, 202
CAP_HEIGHT = 727  # of 1000, Inter
MAX_INITIALS = 3

# Letter → (advance, outline), both in thousandths of the type size.
LETTERS: dict[str, tuple[float, str]] = {
    letter: (advance, outline)
    for letter, (advance, outline) in json.loads(
        Path(__file__).with_name("letters.json").read_text(encoding="utf-8")
    ).items()
}


class Palette(NamedTuple):
    """Three colours as #rrggbb: the card, what stands on it, and what lies between."""

    ground: str
    figure: str
    tint: str


PALETTES = {
    "indigo": Palette("#2b2a6b", "#f2a65a", "#4a49a0"),
    "brick": Palette("#a63a24", "#f8dfc2", "#c9573c"),
    "forest": Palette("#1d4a38", "#b4dc7f", "#2f6d54"),
    "butter": Palette("#f5cd55", "#2c2a3a", "#fae19a"),
    "rose": Palette("#ecb4c1", "#8a1c43", "#f5d3da"),
    "sky": Palette("#8fc1ec", "#133a63", "#b9daf5"),
    "night": Palette("#16222f", "#5fcdc6", "#2a4054"),
    "plum": Palette("#562050", "#f29bb2", "#7b3f73"),
    "cobalt": Palette("#1f4ac9", "#ffd95a", "#4a72e2"),
    "clay": Palette("#e0996c", "#47190f", "#efbf9f"),
    "mint": Palette("#aee0c8", "#134d3d", "#d0efe1"),
    "graphite": Palette("#2d3036", "#ebe4d6", "#4a4f58"),
    "tomato": Palette("#c8322a", "#fff0de", "#e3584e"),
    "lilac": Palette("#c1b1ef", "#35206e", "#dcd2f8"),
    "olive": Palette("#5b681f", "#f4ebbd", "#7c8b35"),
    "teal": Palette("#0c6268", "#f6cbae", "#248288"),
}


def face(name: str, initials: str = "", palette: str = "", motif: str = "") -> str:
    """The front of a gift card, 320 × 202, as SVG; its left side stays calm, because text lies there.

    Give the brand's name in one language only: it is the seed of everything that is not chosen.
    Raises KeyError for a palette or motif that does not exist.
    """
    p, draw = _choose(name, palette, motif)
    letter = f'<g transform="translate(24 24)">{_monogram(_initials(name, initials), p, 56)}</g>'
    return _svg(WIDTH, HEIGHT, _rect(0, 0, WIDTH, HEIGHT, p.ground) + draw(p) + letter)


def mark(name: str, initials: str = "", palette: str = "") -> str:
    """The same brand as a square, 64 × 64, for lists. Raises KeyError for a palette that does not exist."""
    p, _ = _choose(name, palette, "")
    return _svg(64, 64, _rect(0, 0, 64, 64, p.ground) + _letters(_initials(name, initials), p.figure, 64, 0.5))


@lru_cache(maxsize=2048)
def ink(name: str, palette: str = "") -> Literal["light", "dark"]:
    """Whether text on the face is light or dark: whichever reads better, and 4.5:1 at least."""
    p, _ = _choose(name, palette, "")
    return "light" if contrast(p.ground, "#ffffff") >= contrast(p.ground, "#16161d") else "dark"


def initials_of(name: str) -> str:
    """The first letters of the first two words that begin with a letter we can draw, else "0"."""
    words = [w for w in name.upper().replace("-", " ").replace(".", " ").split() if w[0] in LETTERS]
    return "".join(w[0] for w in words[:2]) or "0"


def contrast(a: str, b: str) -> float:
    """The WCAG 2 ratio of two #rrggbb colours, 1 to 21."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def discs(p: Palette) -> str:
    """Three discs that overlap."""
    return _circle(262, 70, 92, p.tint) + _circle(232, 168, 58, p.figure) + _circle(310, 178, 40, p.ground)


def arcs(p: Palette) -> str:
    """Rings around the lower right corner."""
    rings = [(150, p.tint), (116, p.ground), (88, p.figure), (52, p.ground), (26, p.figure)]
    return "".join(_circle(320, 202, radius, colour) for radius, colour in rings)


def stairs(p: Palette) -> str:
    """Four steps up, one of them lit."""
    colours = [p.tint, p.tint, p.figure, p.tint]
    return "".join(_rect(160 + 40 * i, 202 - 44 * (i + 1), 40, 44 * (i + 1), c) for i, c in enumerate(colours))


def petals(p: Palette) -> str:
    """Leaves in a net, every third one lit."""

    def leaf(i: int, j: int) -> str:
        x, y = 168 + 51 * i, 51 * j
        (x1, y1), (x2, y2) = ((x, y), (x + 50, y + 50)) if (i + j) % 2 == 0 else ((x + 50, y), (x, y + 50))
        colour = p.figure if (i * 2 + j) % 3 == 0 else p.tint
        return _path(f"M{x1} {y1}A50 50 0 0 1 {x2} {y2}A50 50 0 0 1 {x1} {y1}Z", colour)

    return "".join(leaf(i, j) for i in range(3) for j in range(4) if i + j > 0)


def waves(p: Palette) -> str:
    """Three waves, one before another."""

    def wave(top: int, colour: str) -> str:
        return _path(f"M150 202C190 {top + 70} 200 {top + 10} 240 {top + 30}S300 {top + 40} 320 {top}V202Z", colour)

    return wave(30, p.tint) + wave(88, p.figure) + wave(140, p.ground)


def slants(p: Palette) -> str:
    """Three bands that lean."""
    bands = [(150, 34, p.tint), (204, 34, p.figure), (258, 70, p.tint)]
    return "".join(_path(f"M{x} 202l92-202h{w}l-92 202z", colour) for x, w, colour in bands)


def dots(p: Palette) -> str:
    """Dots that grow to the right."""
    spots = [(i, j) for i in range(6) for j in range(7)]
    return "".join(
        _circle(168 + 29 * i, 14 + 29 * j, 2 + 1.9 * i, p.figure if (i + j) % 3 == 0 else p.tint) for i, j in spots
    )


def peaks(p: Palette) -> str:
    """Two mountains and the sun."""
    hills = _path("M150 202L232 62l82 140z", p.tint) + _path("M214 202L288 92l74 110z", p.figure)
    return hills + _circle(284, 44, 20, p.figure)


def bricks(p: Palette) -> str:
    """A wall with some lit windows."""
    rows = [(y, 12 if row % 2 else -22) for row, y in enumerate(range(-6, 202, 36))]
    boxes = [(172 + dx + 70 * i, y, (i + row) % 3 == 1) for row, (y, dx) in enumerate(rows) for i in range(3)]
    return "".join(_rect(x, y, 64, 30, p.figure if lit else p.tint, 6) for x, y, lit in boxes)


def sun(p: Palette) -> str:
    """Half a sun with rays."""

    def ray(k: int) -> str:
        near, far = math.pi * k / 12 - 0.05, math.pi * k / 12 + 0.05
        corners = ((78, near), (132, near), (132, far), (78, far))
        points = [(250 + r * math.cos(a), 202 - r * math.sin(a)) for r, a in corners]
        return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"

    return _path("".join(ray(k) for k in range(13)), p.tint) + _circle(250, 202, 62, p.figure)


def weave(p: Palette) -> str:
    """A ribbon that wanders inside a disc: what lies outside the disc is painted over."""

    def tile(i: int, j: int) -> str:
        x, y = 168 + 51 * i, 51 * j - 1
        if (i * 2 + j) % 3:
            return f"M{x} {y + 25.5}a25.5 25.5 0 0 0 25.5-25.5M{x + 25.5} {y + 51}a25.5 25.5 0 0 1 25.5-25.5"
        return f"M{x + 25.5} {y}a25.5 25.5 0 0 0 25.5 25.5M{x} {y + 25.5}a25.5 25.5 0 0 1 25.5 25.5"

    path = "".join(tile(i, j) for i in range(3) for j in range(4))
    ribbon = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for colour, width in ((p.tint, 17), (p.figure, 5))
    )
    frame = "M140-20H340V222H140ZM284-21a122 122 0 0 0 0 244a122 122 0 0 0 0-244Z"
    return f'{ribbon}<path d="{frame}" fill="{p.ground}" fill-rule="evenodd"/>'


def ring(p: Palette) -> str:
    """A ring and its middle."""
    band = f'<circle cx="268" cy="101" r="82" fill="none" stroke="{p.tint}" stroke-width="34"/>'
    return band + _circle(268, 101, 40, p.figure)


MOTIFS: dict[str, Callable[[Palette], str]] = {
    f.__name__: f for f in (discs, arcs, stairs, petals, waves, slants, dots, peaks, bricks, sun, weave, ring)
}


def _choose(name: str, palette: str, motif: str) -> tuple[Palette, Callable[[Palette], str]]:
    seed = hashlib.sha256(name.casefold().encode()).digest()
    colours = PALETTES[palette or sorted(PALETTES)[seed[0] % len(PALETTES)]]
    return colours, MOTIFS[motif or sorted(MOTIFS)[seed[1] % len(MOTIFS)]]


def _initials(name: str, chosen: str) -> str:
    """What was chosen, as far as it can be drawn; else the name's own."""
    return "".join(c for c in chosen.upper() if c in LETTERS)[:MAX_INITIALS] or initials_of(name)


def _monogram(initials: str, p: Palette, size: int) -> str:
    return _rect(0, 0, size, size, p.figure, size * 0.28) + _letters(initials, p.ground, size, 0.46)


def _letters(initials: str, colour: str, size: float, share: float) -> str:
    advance = sum(LETTERS[c][0] for c in initials)
    scale = min(size * share / CAP_HEIGHT, size * 0.68 / max(advance, 1))
    x, y, parts = (size - advance * scale) / 2, (size + CAP_HEIGHT * scale) / 2, []
    for c in initials:
        parts.append(f'<path transform="translate({x:.2f} {y:.2f}) scale({scale:.4f})" d="{LETTERS[c][1]}"/>')
        x += LETTERS[c][0] * scale
    return f'<g fill="{colour}">{"".join(parts)}</g>'


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _svg(width: int, height: int, inside: str) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>\n'


def _circle(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"/>'


def _rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" fill="{fill}"/>'


def _path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'
