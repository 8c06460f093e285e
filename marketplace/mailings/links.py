"""Links that act for their reader: who follows one confirms an address or chooses a password.

A template says of each link what it is: `{{ link|acts }}`, or `{{ url|leads }}` for one that only leads to a page. One
that acts stands in no body that is kept: there is a mark in its place, and the link itself lies encrypted beside it
until the letter has left.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape

from marketplace.core import vault
from marketplace.core.ids import new_ref
from marketplace.core.rekeying import Ciphertexts
from marketplace.mailings.values import Letter

NAMES = ("link", "_url")  # what a template calls a link ends like this
MARKS = "marks of links"  # under this name a template's context keeps them, and no template can say it


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a template's hands: it cannot be written without saying what it does."""

    address: str

    def __str__(self) -> NoReturn:
        raise AssertionError("a link is written as |acts or |leads")

    __html__ = __str__

    def __bool__(self) -> bool:
        return bool(self.address)


def wrapped(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a template is given, its links as such."""
    return {name: Link(value) if name.endswith(NAMES) else value for name, value in context.items()}


@pass_context
def acts(context: Context, link: Link) -> str:
    """A mark in the place of a link that acts for its reader; the same for the same link."""
    marks: dict[str, str] = context[MARKS]
    return marks.setdefault(link.address, f"[link:{new_ref()}]")


def leads(link: Link) -> str:
    """A link to a page that asks who comes."""
    return link.address


def sealed(ref: str, marks: Mapping[str, str]) -> bytes | None:
    """The links of a letter, by what marks them, as they are kept; None where it has none."""
    return vault.encrypt(json.dumps(marks).encode(), place(ref)) if marks else None


def put_in(letter: Letter, cipher: bytes | None) -> Letter:
    """The letter as its recipient reads it; with the marks alone where the links are gone."""
    if cipher is None:
        return letter
    text, html = letter.body_text, letter.body_html
    for link, mark in json.loads(vault.decrypt(cipher, place(letter.ref))).items():
        text, html = text.replace(mark, link), html.replace(mark, str(escape(link)))
    return replace(letter, body_text=text, body_html=html)


def place(ref: str) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return f"mail:{ref}".encode()


CIPHERTEXTS = Ciphertexts(
    "links in letters", "mails", ("ref",), "links", place,
    """WITH renewed AS (
        UPDATE mails m SET links = n.new FROM unnest(%(ref)b::text[], %(old)b::bytea[], %(new)b::bytea[]) n(ref, old, new)
         WHERE m.ref = n.ref AND m.links = n.old RETURNING m.id)
    SELECT count(*) FROM renewed""",
)  # fmt: skip
