"""What moved points, in words. Memos keep facts; names are those of today, looked up for all movements of a page at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import force_locale, gettext, ngettext

from marketplace import catalogue, earning, orders, partners, programmes
from marketplace.core import formats
from marketplace.ledger import Memo, Movement

SIGNS = {
    "order": "gift", "issue": "check", "return": "undo-2", "card_purchase": "credit-card", "card_refund": "undo-2",
    "repayment": "undo-2", "flight": "plane", "hotel": "house", "accrual": "circle-plus", "clawback": "circle-minus",
    "hold": "gift", "capture": "gift", "release": "undo-2", "reversal": "undo-2", "expiry": "hourglass", "erasure": "hourglass",
    "adjustment": "pencil", "dispute": "circle-minus", "topup": "circle-plus", "topup_back": "circle-minus",
    "topup_again": "undo-2", "welcome": "gift", "birthday": "gift", "tier": "gift", "bonus": "gift", "goodwill": "gift", "correction": "pencil", "maintenance": "gift", "merge": "users",
}  # fmt: skip


class Said(NamedTuple):
    """A movement in words: what it was, more of it, and its icon."""

    title: str
    detail: str
    sign: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What the things in some memos are called, and the language in which it is said."""

    language: str
    brands: Mapping[int, partners.Brand]
    offers: Mapping[int, catalogue.Called]
    cities: Mapping[str, programmes.City]
    paid: Mapping[int, earning.Paid]

    def brand(self, memo: Memo) -> str:
        return self._of(self.brands.get(memo.get("brand_id", 0)))

    def city(self, slug: object) -> str:
        """The city's name; as it was written where it is none of the installation's."""
        return self._of(self.cities.get(str(slug))) or str(slug)

    def goods(self, memo: Memo) -> str:
        """What was ordered, of which brand: "Detsky Mir, ₽300"."""
        called = self.offers.get(memo.get("offer_id", 0))
        what = called.at(memo["value"], memo["currency"], self.language) if called else ""
        return ", ".join(part for part in (self.brand(memo), what) if part)

    def _of(self, thing: Any) -> str:
        return str(getattr(thing, f"name_{self.language}", ""))


def say(movements: Sequence[Movement], language: str) -> list[Said]:
    """The movements in words, in their order. A few looks at the database for all of them."""
    memos = [movement.memo for movement in movements]
    names = _Names(
        language, partners.brands(ids(memos, "brand_id")), catalogue.called(ids(memos, "offer_id")),
        {city.slug: city for city in programmes.cities()}, earning.paid(ids(memos, "operation")),
    )  # fmt: skip
    with force_locale(language):
        return [_said(movement, names) for movement in movements]


def ids(memos: Iterable[Memo], name: str) -> set[int]:
    """The numbers that stand under a name in some memos."""
    return {found for memo in memos if isinstance(found := memo.get(name), int)}


def _said(movement: Movement, names: _Names) -> Said:
    memo = movement.memo
    what = str(memo.get("what", ""))
    title, detail = _WORDS[what](memo, names) if what in _WORDS else (kind_said(movement.kind), "")
    return Said(title, detail or str(memo.get("note", "")), SIGNS.get(what) or SIGNS[movement.kind])


def kind_said(kind: str) -> str:
    """What a kind of transfer is called."""
    kinds: dict[str, str] = {
        "accrual": gettext("Earned"), "clawback": gettext("Taken back"), "order": gettext("Order"),
        "hold": gettext("Order"), "capture": gettext("Order"), "release": gettext("Returned"),
        "reversal": gettext("Returned"), "return": gettext("Returned"), "expiry": gettext("Expiry"), "erasure": gettext("Erasure of data"), "adjustment": gettext("Correction"),
        "dispute": gettext("Debt"), "topup": gettext("Top-up"), "merge": gettext("Another membership of yours"),
        "payment": gettext("Payment"), "sale": gettext("Sale"), "refund": gettext("Refund"),
    }  # fmt: skip
    return kinds[kind]


def _order(memo: Memo, names: _Names) -> tuple[str, str]:
    return names.goods(memo), gettext("order %(number)s", number=orders.number_of(memo["order_id"]))


def _issue(memo: Memo, _: _Names) -> tuple[str, str]:
    return gettext("Card issued"), gettext("order %(number)s", number=orders.number_of(memo["order_id"]))


def _return(memo: Memo, names: _Names) -> tuple[str, str]:
    number = orders.number_of(memo["order_id"])
    return gettext("Returned: %(goods)s", goods=names.goods(memo)), gettext("order %(number)s", number=number)


def _card_purchase(memo: Memo, names: _Names) -> tuple[str, str]:
    return gettext("Card payment %(card)s", card=_card(memo, names)), _share(memo, names)


def _card_refund(memo: Memo, names: _Names) -> tuple[str, str]:
    return gettext("Refund %(card)s", card=_card(memo, names)), _share(memo, names)


def _paid(memo: Memo, names: _Names) -> earning.Paid:
    return names.paid.get(memo.get("operation", 0), earning.Paid("", ""))


def _card(memo: Memo, names: _Names) -> str:
    last4 = _paid(memo, names).last4
    return f"••{formats.NO_BREAK}{last4}" if last4 else ""


def _share(memo: Memo, names: _Names) -> str:
    """Of how much a card operation brought which part, and where: "0.5% of ₽5,374.10, AZBUKA"."""
    money = formats.money(memo["amount"], memo["currency"], names.language)
    share = gettext(
        "%(percent)s of %(money)s", percent=formats.percent(Decimal(memo["rate"]), names.language), money=money
    )
    return ", ".join(part for part in (share, _paid(memo, names).merchant) if part)


def _flight(memo: Memo, names: _Names) -> tuple[str, str]:
    way = {"start": names.city(memo["from"]), "end": names.city(memo["to"])}
    back = memo.get("back") == "yes"
    title = (
        gettext("Flight %(start)s – %(end)s and back", **way) if back else gettext("Flight %(start)s – %(end)s", **way)
    )
    cabins: dict[str, str] = {"economy": gettext("economy"), "business": gettext("business")}
    return title, ", ".join([str(memo["flights"]), cabins.get(memo["cabin"]) or str(memo["cabin"])])


def _hotel(memo: Memo, names: _Names) -> tuple[str, str]:
    city = names.city(memo["city"])
    return gettext("Hotel, %(city)s", city=city), ngettext("%(num)s night", "%(num)s nights", memo["nights"])


def _because(memo: Memo) -> str:
    """Why points were put right by hand, for the member."""
    reasons: Mapping[str, str] = {
        "missing": gettext("points that had not been credited"), "fault": gettext("a mistake of ours"),
        "promised": gettext("points that were promised"), "twice": gettext("points that were credited twice"),
        "anothers": gettext("points that belong to another member"), "bank_card": gettext("a bank card that was bound to the wrong member"),
    }  # fmt: skip
    return reasons.get(str(memo.get("reason"))) or str(gettext("agreed with support"))


_WORDS: dict[str, Callable[[Memo, _Names], tuple[str, str]]] = {
    "order": _order, "issue": _issue, "return": _return, "card_purchase": _card_purchase, "card_refund": _card_refund,
    "flight": _flight, "hotel": _hotel,
    "write_off": lambda _memo, _names: (gettext("Debt written off"), ""),
    "topup": lambda _memo, _names: (gettext("Top-up"), ""),
    "topup_back": lambda _memo, _names: (gettext("Top-up taken back: its money was returned"), ""),
    "topup_again": lambda _memo, _names: (gettext("Top-up given back"), ""),
    "repayment": lambda _memo, _names: (gettext("Debt repaid"), ""),
    "welcome": lambda _memo, _names: (gettext("Welcome to the programme"), ""),
    "birthday": lambda _memo, _names: (gettext("Birthday"), ""),
    "tier": lambda _memo, _names: (gettext("A new level"), ""),
    "bonus": lambda _memo, _names: (gettext("A gift from the programme"), ""),
    "correction": lambda memo, _names: (gettext("Correction"), _because(memo)),
    "goodwill": lambda _memo, _names: (gettext("A gift from support"), ""),
    "merge": lambda _memo, _names: (gettext("Another membership of yours"), gettext("points moved, to the same last days")),
    "maintenance": lambda _memo, _names: (gettext("Maintenance"), ""),
}  # fmt: skip
