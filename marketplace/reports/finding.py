"""Support's one box: whose order, card, receipt or name is this? Members, orders, cards and partners of one programme, each by an index.

A card is found by the last characters of its code or by a till's receipt, alone or beside words of its member's name; never by its whole
code, which nobody types into a search box.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from marketplace import members, orders
from marketplace.core import listing
from marketplace.core.db import execute
from marketplace.core.listing import Asker, Locale, like, squeezed
from marketplace.core.names import folded
from marketplace.support import cases

FindKind = Literal["member", "order", "card", "case", "partner"]
EACH = 10  # hits of a kind
SHORTEST = 2
_LAST = re.compile(r"[0-9A-ZА-Я]{2,4}")
_PARTED = re.compile(r"[0-9A-Za-z]{1,3}[\s\-\u2010-\u2015][0-9A-Za-z]{1,3}")  # the end of a code, in two parts
_RECEIPT = re.compile(r"[^\s].{0,39}")
# What people say before a number or the end of a code, and what they mean by it; a sign or "No." means nothing by itself.
_LEADS: tuple[tuple[str, FindKind | None], ...] = (
    (r"заказ(а|у|ом|е)?|orders?", "order"), (r"карт(а|ы|е|у|ой)|сертификат(а|у|ом|е)?|код(а|у|ом|е)?|чек(а|у|ом|е)?|cards?|certificates?|codes?|receipts?", "card"),
    (r"обращени(е|я|ю|ем|и)|cases?|requests?", "case"), (r"участник(а|у|ом|е)?|members?", "member"), (r"партн[её]р(а|у|ом|е)?|partners?", "partner"),
    (r"номер|number|no|n", None),
)  # fmt: skip
_LEAD = re.compile(
    "|".join(rf"(?P<lead{n}>(?:{words})(?![^\W\d_]))" for n, (words, _kind) in enumerate(_LEADS)) + r"|[№#•*…]+",
    re.IGNORECASE,
)
_HOLDER = folded("m.first_name || ' ' || m.last_name")  # as the index of members has it
_CARD = """SELECT g.public_id, g.last4, g.value, g.remaining, g.currency, g.state, g.expires_on, b.name_ru, b.name_en,
       btrim(m.first_name || ' ' || m.last_name) AS holder
  FROM {source} JOIN members m ON m.id = g.member_id JOIN brands b ON b.id = g.brand_id"""


class Hit(NamedTuple):
    """One thing that was found: its kind, the name of its page, and what people know it by.

    `facts`: a row of the list of members; the order and its holder; what the shop shows of a card, with its holder; a case; a partner's names.
    """

    kind: FindKind
    key: str
    facts: Any


def find(
    programme_id: int, text: str, *, today: date, sees_private: bool, partners_too: bool, cases_too: bool = False
) -> list[Hit]:
    """What a text may mean in a programme, likeliest first; at most EACH of a kind. Nothing for less than SHORTEST characters.

    Where nothing is called like the whole of it, words before a number are forgiven: "order 20012", "№20012", "card ••••1234".

    Args:
        today: the programme's own day, for balances.
        sees_private: whether the asker sees addresses and phones whole; else they are masked, and found by the whole text alone.
        partners_too, cases_too: whether the asker may see partners, and cases.
    """
    text = " ".join(text.split())

    def look(words: str) -> list[Hit]:
        return _found(
            programme_id, words, today=today, sees_private=sees_private, partners_too=partners_too, cases_too=cases_too
        )

    if hits := look(text):
        return hits
    kind, rest = meant(text)
    hits = look(rest) if rest != text else []
    return [hit for hit in hits if hit.kind == kind] or hits


def meant(text: str) -> tuple[FindKind | None, str]:
    """What a text that begins with words such as "order No." asks for, and the text without them."""
    kind: FindKind | None = None
    while lead := _LEAD.match(text):
        named = next((number for number in range(len(_LEADS)) if lead[f"lead{number}"]), None)
        kind = kind or (None if named is None else _LEADS[named][1])
        text = text[lead.end() :].lstrip(" .:")
    return kind, text


def _found(
    programme_id: int, text: str, *, today: date, sees_private: bool, partners_too: bool, cases_too: bool
) -> list[Hit]:
    if len(text) < SHORTEST:
        return []
    found = [*_orders(programme_id, text), *_cards(programme_id, text), *_receipts(programme_id, text)]
    found += _members(programme_id, text, today, sees_private)
    if cases_too and text.isdecimal():
        found += _cases(programme_id, int(text))
    if partners_too:
        found += _partners(programme_id, text)
    return list({(hit.kind, hit.key): hit for hit in found}.values())


def find_nearly(programme_id: int, text: str, *, today: date, sees_private: bool) -> list[Hit]:
    """Members whose names are spelled nearly like a text or, where none is, sound like it; for where nothing is called so. At most EACH."""
    alike = members.spelled_like(programme_id, text, limit=EACH) or members.sounding_like(
        programme_id, text, limit=EACH
    )
    return [
        hit for one in alike for hit in _members(programme_id, one.number, today, sees_private) if hit.key == one.number
    ]


def _members(programme_id: int, text: str, today: date, sees_private: bool) -> list[Hit]:
    asker = Asker({"programme": programme_id, "member": None, "today": today.isoformat()}, sees_private=sees_private)
    question = listing.ask(members.MEMBERS, {"q": text[:100]}, Locale())
    rows = listing.page(members.MEMBERS, question, asker, limit=EACH).items
    return [Hit("member", row["number"], row) for row in rows]


def _orders(programme_id: int, text: str) -> list[Hit]:
    try:
        order = orders.order_numbered(text, programme_id=programme_id)
    except orders.OrderNotFound:
        return []
    holder = members.member(order.member_id)
    assert holder is not None, "an order has its member"
    name = f"{holder.first_name} {holder.last_name}".strip()
    return [Hit("order", order.number, {"order": order, "holder": name})]


def _cards(programme_id: int, text: str) -> list[Hit]:
    """By one word that may be the end of a code; every other word is one of the member's name."""
    words = [squeezed(text)] if _PARTED.fullmatch(text) else text.split()
    hits: list[Hit] = []
    for at, word in enumerate(words):
        last = squeezed(word.upper().strip("•*.…"))
        if _LAST.fullmatch(last):
            hits += _ending(programme_id, last, [*words[:at], *words[at + 1 :]])
    return hits[:EACH]


def _ending(programme_id: int, last: str, names: Sequence[str]) -> list[Hit]:
    asked = {f"name{n}": f"%{like(name)}%" for n, name in enumerate(names)}
    named = "".join(f" AND {_HOLDER} LIKE {folded(f'%({name})s::text')}" for name in asked)
    rows = execute(
        _CARD.format(source="giftcards g")
        + f" WHERE g.programme_id = %(programme)s AND g.last4 = %(last)s{named} ORDER BY g.id DESC LIMIT {EACH}",
        {"programme": programme_id, "last": last} | asked,
    )
    return [Hit("card", row.public_id, row) for row in rows]


def _receipts(programme_id: int, text: str) -> list[Hit]:
    if not _RECEIPT.fullmatch(text):
        return []
    rows = execute(
        _CARD.format(source="redemptions r JOIN giftcards g ON g.id = r.giftcard_id").replace(
            " AS holder", " AS holder, r.receipt"
        )
        + f" WHERE r.receipt = %(text)s AND r.receipt <> '' AND g.programme_id = %(programme)s ORDER BY r.id DESC LIMIT {EACH}",
        {"programme": programme_id, "text": text},
    )
    return [Hit("card", row.public_id, row) for row in rows]


def _cases(programme_id: int, number: int) -> list[Hit]:
    try:
        case = cases.case(number, programme_id=programme_id)
    except cases.NoCase:
        return []
    return [Hit("case", case.number, case)]


def _partners(programme_id: int, text: str) -> list[Hit]:
    rows = execute(
        f"""SELECT id, name_ru, name_en, legal_name, state FROM partners
             WHERE programme_id = %(programme)s AND translate(lower(concat_ws(' ', name_ru, name_en, legal_name, inn)), 'ё', 'е') LIKE %(text)s
             ORDER BY id LIMIT {EACH}""",  # noqa: S608 - our own number
        {"programme": programme_id, "text": f"%{like(text.lower().replace('ё', 'е'))}%"},
    )
    return [Hit("partner", str(row.id), row) for row in rows]
