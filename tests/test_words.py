"""What people read, in pages, documents, comments and docstrings, is British English in the field's words; names say what they hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_PYTHON = re.compile(r'"""(?:[^\\]|\\.)*?"""|(?<=\s)# [^\n]*|^# [^\n]*', re.DOTALL | re.MULTILINE)
_COMMENTS = {
    ".sql": re.compile(r"--[^\n]*"), ".html": re.compile(r"\{#.*?#\}", re.DOTALL), ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE), ".py": _PYTHON,
}  # fmt: skip
_ENGLISH = re.compile(r"^msgid(?:_plural)? .*?(?=^msgstr)", re.DOTALL | re.MULTILINE)
# What we do not write, and what we write instead.
INSTEAD = {
    r"(?:\d+|two|three|four|five|six|eight|sixteen|many|few|its|other|odd|invisible|with|without|of|last|first|leading) signs\b(?! (?:in|out|up|of life)\b)":
        "characters",
    r"one sign would\b|stays one sign\b|sign that no (?:font|reader)\b": "character",
    r"colou?rs? scheme|(?<![-\w])colors?\b(?![-:=])|colored": "colour",
    r"behaviors?\b": "behaviour", r"favorites?\b": "favourite", r"centers?\b(?!\")|centered": "centre",
    r"cancell?ations? fee|canceled|canceling": "cancelled", r"fulfills?\b|fulfillment\b": "fulfil, fulfilment",
    r"(?:organ|recogn|author|initial|normal|custom|summar|minim|maxim|optim|serial|synchron)iz(?:e|es|ed|ing|ation)\b": "-ise",
    r"analyz\w+": "analyse", r"catalogs?\b": "catalogue", r"gray\b": "grey", r"judgment": "judgement",
    r"e-mails?\b": "email", r"time-lines?\b": "timeline", r"nought\b": "zero", r"seldom\b": "rarely", r"look-ups?\b": "lookup", r"mail box(?:es)?\b": "mailbox",
    r"stops? to (?:earn|work|be)\b": "stops earning", r"allows? to\b": "allows somebody to", r"informations\b": "information",
    r"whilst\b|amongst\b|thereof\b|hereby\b|aforesaid\b": "a plain word",
}  # fmt: skip
WRONG = re.compile("|".join(rf"\b(?:{pattern})" for pattern in INSTEAD), re.IGNORECASE)
# In other people's words, where they say so themselves.
QUOTED = ("Color", "Authorization", 'canceled"', "e-mail mail address")
# A name in capitals has to say what of: the most of what, which are shown, what is kept?
_CONSTANT = re.compile(r"^(?:_?)([A-Z]+)(?::[^=\n]+)? = ", re.MULTILINE)
EMPTY_NAMES = {
    "ALOT", "BIG", "FEW", "GONE", "IT", "KEPT", "LEAST", "LONG", "MANY", "MOST", "MUCH", "SET", "SHOWN", "SMALL", "SOME", "STUFF", "THINGS", "WHAT",
}  # fmt: skip
# In the product, where whoever reads one has not just read what it is for.
EMPTY_IN_THE_PRODUCT = EMPTY_NAMES | {"AGAIN", "BESIDE", "DUE", "GOES", "OTHERWISE", "SAME", "THEN", "TWICE", "WAIT"}
# A test's name is read as a sentence.
_TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)


def files(*folders: str) -> Iterator[Path]:
    """What we have written, outside of what others have."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "vendor" not in file.parts and file.suffix in {*_COMMENTS, ".md"}:
                yield file


def prose(file: Path) -> Iterator[str]:
    """What a person reads of a file: documents without code, comments, docstrings, the English of the pages."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        yield _FENCE.sub("", text)
    elif file.suffix == ".po":
        yield from (re.sub(r'"\n"', "", found) for found in _ENGLISH.findall(text))
    else:
        yield from (_FENCE.sub("", found) for found in _COMMENTS[file.suffix].findall(text))
        yield from (name.replace("_", " ") for name in _TEST.findall(text))


def odd_words(text: str) -> Iterator[str]:
    """What of a text we would write otherwise."""
    for found in WRONG.finditer(text):
        around = text[max(0, found.start() - 30) : found.end() + 30]
        if not any(quoted in around for quoted in QUOTED):
            yield " ".join(around.split())


def test_what_people_read_is_written_in_the_fields_own_words_and_in_one_english() -> None:
    written = [
        *files("marketplace", "partner_portal", "bench", "docs", "templates", "tests", "migrations/sql", "static/css", "static/js"),
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "STYLE.md", "translations/ru/LC_MESSAGES/messages.po")),
    ]  # fmt: skip
    found = [f"{file.relative_to(ROOT)}: {odd}" for file in written for text in prose(file) for odd in odd_words(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "odd", ["a code of 16 signs", "its last signs", "a sign that no font has", "the colors of a shop", "it is canceled", "We authorize it", "by e-mail", "an amount above nought"]
)  # fmt: skip
def test_control_an_odd_word_is_seen(odd: str) -> None:
    assert list(odd_words(odd))
    assert not list(
        odd_words("the key that signs in for both; signs of life; 16 characters in colour, authorised by email")
    )


def test_names_in_capitals_say_what_they_hold() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files("marketplace", "partner_portal", "bench", "tests")
        if file.suffix == ".py"
        for name in _CONSTANT.findall(file.read_text(encoding="utf-8"))
        if name in (EMPTY_NAMES if file.is_relative_to(ROOT / "tests") else EMPTY_IN_THE_PRODUCT)
    ]
    assert not found, "\n".join(found)
    assert _CONSTANT.findall("MOST = 5\n") == ["MOST"]
