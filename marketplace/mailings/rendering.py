"""Letters from templates: `<name>.txt` (its first line is the subject) and `<name>.mjml`, in the member's language."""

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from mjml import mjml2html

from marketplace.core import formats, places
from marketplace.mailings import links
from marketplace.programmes import Programme

ACCENT, ON_ACCENT = "#3c3c9e", "#ffffff"


class Rendered(NamedTuple):
    """A letter ready to be kept."""

    subject: str
    text: str
    html: str
    marks: dict[str, str]  # links that act for the reader, and the marks that stand for them


def render(template: str, programme: Programme, language: str, context: Mapping[str, Any]) -> Rendered:
    """The letter in plain text and HTML. Everything that people wrote is escaped in the HTML."""
    assert template.isidentifier(), "templates are named by code"
    environment, marks = _environment(language), dict[str, str]()
    names = {
        "programme": programme, "programme_name": programme.name(language), "language": language,
        "accent": programme.look.get("accent", ACCENT), "on_accent": programme.look.get("on-accent", ON_ACCENT),
    } | links.wrapped(context) | {links.MARKS: marks}  # fmt: skip
    subject, _, text = environment.get_template(f"{template}.txt").render(names).partition("\n")
    # Without `fonts`, a family named Roboto would make every letter ask Google for it when it is opened.
    html = mjml2html(environment.get_template(f"{template}.mjml").render(names), fonts={})
    return Rendered(" ".join(subject.split()), text.strip() + "\n", html, marks)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places.TEMPLATES / "mail"),
        autoescape=select_autoescape(enabled_extensions=("mjml",), default=False),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations = Translations.load(places.TRANSLATIONS, [language])
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"acts": links.acts, "leads": links.leads}
    environment.filters["money"] = partial(_money, language)
    environment.filters["day"] = partial(_day, language)
    environment.filters["points"] = partial(_points, language)
    return environment


def _money(language: str, amount: int, currency: str) -> str:
    return formats.money(amount, currency, language)


def _day(language: str, on: date) -> str:
    return formats.short_day(on, language)


def _points(language: str, amount: int, programme: Programme) -> str:
    return formats.points(amount, programme, language)
