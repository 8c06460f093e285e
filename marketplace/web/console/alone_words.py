"""By which rule one person is enough for an act, or another has to agree to it, in a sentence that begins with "because"."""

from flask import g
from flask_babel import gettext

from marketplace import approvals, support
from marketplace.approvals import Facts
from marketplace.giftcards import Card
from marketplace.web.shared import filters


def of_card(kind: str, card: Card, facts: Facts) -> str:
    """Of an act about a card; `facts` as they would be proposed."""
    rule, together = approvals.rule_of(g.programme.id, kind), facts["together"]
    if rule.approvers:
        return _always()
    if facts.get("risk", 0) >= support.SECOND_FROM:
        return str(gettext("Because the risk is %(least)s or more.", least=support.SECOND_FROM))
    if facts.get("to_others"):
        return str(gettext("Because somebody else than the owner paid for it."))
    if together >= support.BEYOND:
        return str(gettext("Because the card is in another currency than the limit."))
    return _of_sum(
        filters.money(facts["left"], card.currency),
        filters.money(together, card.currency),
        None if rule.cap is None else filters.money(rule.cap, card.currency),
        two=rule.cap is not None and together > rule.cap,
        more=together > facts["left"],
    )


def of_points(kind: str, facts: Facts) -> str:
    """Of points that are put right by hand; `facts` as they would be proposed."""
    rule, together = approvals.rule_of(g.programme.id, kind), facts["together"]
    if rule.approvers:
        return _always()
    return _of_sum(
        filters.points(facts["amount"]),
        filters.points(together),
        None if rule.cap is None else filters.points(rule.cap),
        two=rule.cap is not None and together > rule.cap,
        more=together > facts["amount"],
    )


def _always() -> str:
    return str(gettext("Because the programme’s rule for such acts asks for another person each time."))


def _of_sum(one: str, together: str, cap: str | None, *, two: bool, more: bool) -> str:
    """`more`: something was done without approval within a day that counts with it."""
    if cap is None:
        return str(gettext("Because the programme has set no limit for such acts."))
    said = {"sum": together if more else one, "cap": cap}
    if two and more:
        return str(
            gettext(
                "Because with what was done without approval in the last 24 hours it is %(sum)s, and the limit is %(cap)s.",
                **said,
            )
        )
    if two:
        return str(gettext("Because it is %(sum)s, and the limit is %(cap)s.", **said))
    if more:
        return str(
            gettext(
                "Because with what was done without approval in the last 24 hours it is %(sum)s, within the limit of %(cap)s.",
                **said,
            )
        )
    return str(gettext("Because it is %(sum)s, within the limit of %(cap)s.", **said))
