"""A programme's look: which values it may set, which contrasts must hold, and the style sheet made of them."""

import re
from collections.abc import Mapping
from typing import Any

from marketplace.core import texts
from marketplace.programmes.errors import BadSetting

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HUE = re.compile(r"(?:[0-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|360)(?:\.[0-9]{1,2})?")
_ROUND = re.compile(r"(?:0|1)(?:\.[0-9]{1,2})?|2")
_FONT = re.compile(r'"[A-Za-z0-9 ]{1,40}"')
# In the order of the sheet; the pattern is what may enter a style sheet at all.
SKIN = {
    "hue": _HUE, "accent": _COLOUR, "accent-dark": _COLOUR, "on-accent": _COLOUR, "on-accent-dark": _COLOUR,
    "accent-text": _COLOUR, "accent-text-dark": _COLOUR, "art-1": _COLOUR, "art-2": _COLOUR, "art-3": _COLOUR,
    "round": _ROUND, "font": _FONT,
}  # fmt: skip
WORDS = {"unit_title_ru": 30, "unit_title_en": 30}
MARKS = ("", "wheel")
# What stands where a look says nothing; static/css/tokens.css has the same.
STANDARD = {
    "accent": "#3c3c9e", "accent-dark": "#bcbfff", "on-accent": "#ffffff", "on-accent-dark": "#17173d", "art-1": "#1d1d54",
}  # fmt: skip
# Surface and paper of both themes, at the hue where they are nearest to the colours of text.
SURFACE, SURFACE_DARK = "#ffffff", "#1b1b22"
PAPER, PAPER_DARK = "#f6f6f9", "#101016"
LOGO_MAX = 20_000
_LOGO_ELEMENT = re.compile(r"<\s*([!?/]?)\s*([A-Za-z:-]*)([^>]*)>")
_LOGO_ELEMENTS = {
    "svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath",
}  # fmt: skip
_LOGO_REFUSED = re.compile(r"\bon[a-z]+\s*=|javascript:|data:|href|style|url\((?!\s*#)|&", re.IGNORECASE)


def check(look: Mapping[str, Any]) -> None:
    """Raise BadSetting for a value that is unknown or malformed, or a contrast that is too low."""
    for name, value in look.items():
        if name in SKIN:
            _must(SKIN[name].fullmatch(str(value)) is not None, name, "not a value for this property")
        elif name in WORDS:
            fits = isinstance(value, str) and 1 <= len(value) <= WORDS[name] and texts.is_one_line(value)
            _must(fits and not set(value) & set("<>"), name, f"1 to {WORDS[name]} characters")
        elif name == "mark":
            _must(value in MARKS, name, "not one of the drawn marks")
        else:
            _must(False, name, "unknown")
    for name, on, least in contrasts(look):
        if least[0] < least[1]:
            reason = f"contrast against {on} is {least[0]:.2f}, at least {least[1]} is needed"
            raise BadSetting(field=name, reason=reason, against=on, found=f"{least[0]:.2f}", least=str(least[1]))


def contrasts(look: Mapping[str, Any]) -> list[tuple[str, str, tuple[float, float]]]:
    """What must be told apart: the property, against what, and the contrast with the least it may be."""
    value = STANDARD | {name: str(look[name]) for name in SKIN if name in look}
    value.setdefault("accent-text", value["accent"])
    value.setdefault("accent-text-dark", value["accent-dark"])
    pairs = [
        ("on-accent", value["on-accent"], "accent", value["accent"], 4.5),
        ("on-accent-dark", value["on-accent-dark"], "accent-dark", value["accent-dark"], 4.5),
        ("accent-text", value["accent-text"], "surface", SURFACE, 4.5),
        ("accent-text-dark", value["accent-text-dark"], "surface", SURFACE_DARK, 4.5),
        ("art-1", value["art-1"], "white", "#ffffff", 4.5),
        ("accent", value["accent"], "paper", PAPER, 3.0),
        ("accent-dark", value["accent-dark"], "paper", PAPER_DARK, 3.0),
    ]
    return [(name, on, (contrast(one, other), least)) for name, one, on, other, least in pairs]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def css(look: Mapping[str, Any]) -> str:
    """The programme's style sheet; empty where it sets nothing. Only checked values enter it."""
    lines = [f"--skin-{name}: {look[name]};" for name in SKIN if name in look and SKIN[name].fullmatch(str(look[name]))]
    return "@layer skin {\n  :root {\n    " + "\n    ".join(lines) + "\n  }\n}\n" if lines else ""


def check_logo(svg: str) -> None:
    """Raise BadSetting unless a logo is empty or a plain drawing: no script, style, text or outside reference."""
    if not svg:
        return
    _must(len(svg) <= LOGO_MAX, "logo_svg", f"at most {LOGO_MAX} characters")
    _must(svg.lstrip().startswith("<svg") and svg.rstrip().endswith("</svg>"), "logo_svg", "not an SVG drawing")
    _must(not _LOGO_REFUSED.search(svg), "logo_svg", "a plain drawing has no script, style or reference")
    elements = _LOGO_ELEMENT.findall(svg)
    plain = all(mark in ("", "/") and name in _LOGO_ELEMENTS for mark, name, _ in elements)
    _must(plain and svg.count("<") == len(elements), "logo_svg", "a plain drawing has shapes alone")


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _must(holds: bool, field: str, reason: str) -> None:
    if not holds:
        raise BadSetting(field=field, reason=reason)
