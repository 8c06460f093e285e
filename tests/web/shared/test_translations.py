"""Every text that visitors read exists in Russian, with the same names in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
PO = ROOT / "translations/ru/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2),
}  # fmt: skip


def entries() -> list[Message]:
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="ru") if message.id]


def test_every_text_of_the_code_and_templates_is_translated() -> None:
    with (ROOT / "babel.cfg").open() as file:
        method_map, options = parse_mapping_cfg(file)
    used: set[str] = set()
    for folder in ("marketplace", "partner_portal", "templates"):
        methods = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in method_map]
        found = extract_from_dir(ROOT / folder, methods, {p: {} for p, _ in methods}, keywords=KEYWORDS)
        used |= {str(text[0] if isinstance(text, tuple) else text) for _, _, text, _, _ in found}
        used |= {text for file in (ROOT / folder).rglob("*.py") for text in within_strings(file.read_text("utf-8"))}
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in entries() if m.string and all(m.string)}
    assert sorted(used - known - {""}) == [], "run `make messages`, then translate them"
    assert options is not None


def within_strings(source: str) -> Iterator[str]:
    """The texts that are asked for within an f-string, where whoever collects them does not look."""
    for outer in ast.walk(ast.parse(source)):
        for call in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                yield from (one.value for one in call.args[:1] if isinstance(one, ast.Constant))


def test_control_a_text_within_an_f_string_is_found() -> None:
    assert list(within_strings('f\'{ngettext("row", "rows", 2)} {other}\'')) == ["row"]


def test_translations_name_the_same_values_and_do_not_shout() -> None:
    assert len(entries()) > 100
    assert [(message.id, fault) for message in entries() for fault in faults(message)] == []


def test_no_press_says_only_that_something_is_called_off() -> None:
    """Beside the way back nobody would know what "Отменить" calls off: the question, or what it asks about. A change in a list is undone by it."""
    bare = {m.id for m in entries() if isinstance(m.string, str) and m.string.rstrip(".?") == "Отменить"}
    assert bare == {"Undo"}


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("%(n)s cards", "%(m)s карт"),
        ("%(n)s cards", "карты"),
        ("Done", "Готово!"),
        (("%(num)s card of %(who)s", "%(num)s cards of %(who)s"), ("карта %(who)s", "карты %(who)s", "карт")),
    ],
)
def test_a_translation_that_names_others_or_shouts_is_found(text: Any, translated: Any) -> None:
    assert list(faults(Message(text, translated)))


def faults(message: Message) -> Iterator[str]:
    """What is wrong with a translation."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
    for form in forms:
        if not names(form) <= names(wanted):
            yield f"names what the text does not: {form}"
        if "!" in form:
            yield f"nothing here is worth shouting: {form}"
    if not names(wanted) - {"num"} <= names(forms[-1]):
        yield f"leaves out what the text names: {forms[-1]}"


def names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))
