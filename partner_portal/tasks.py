"""What waits for somebody at a partner's desk."""

from flask import g, url_for
from flask_babel import gettext, ngettext

from marketplace import identity, partners
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.settlements import overdue
from marketplace.web.shared import alarm_pages, beyond_limits, filters, held_codes, own_ids
from marketplace.web.shared.security import may
from marketplace.web.shared.vault_pages import stock
from partner_portal import promotions, settlements
from partner_portal.desk import here
from partner_portal.questions import waiting


def tasks() -> list[tuple[str, str, str, bool]]:
    """What waits for the visitor: its words, where it is done, a sign, whether it is dangerous."""
    made = []
    if may(Permission.PORTAL_BRANDS, partner_id=here().id):
        bare = sum(not one.description_ru for one in partners.brands_of_partner(here().id))
        if bare:
            said = ngettext("Describe %(num)s brand", "Describe %(num)s brands", bare)
            made.append((said, url_for("partner.brands.index"), "pencil", False))
    if may(Permission.ALARMS_READ, partner_id=here().id) and (open_ := alarm_pages.waiting()):
        said = ngettext("Look at %(num)s alarm", "Look at %(num)s alarms", open_)
        made.insert(0, (said, url_for("partner.alarms.index"), "bell", True))
    if may(Permission.QUESTIONS_ANSWER, partner_id=here().id) and (asked := len(waiting())):
        said = ngettext("Answer %(num)s question from support", "Answer %(num)s questions from support", asked)
        made.insert(0, (said, url_for("partner.questions.index"), "message-square", False))
    if unanswered := settlements.waiting():
        said = ngettext("Answer %(num)s statement", "Answer %(num)s statements", unanswered)
        made.append((said, url_for("partner.settlements.index"), "wallet", False))
    if unsigned := promotions.waiting():
        said = ngettext("Answer %(num)s joint promotion", "Answer %(num)s joint promotions", unsigned)
        made.append((said, url_for("partner.promotions.index"), "percent", False))
    if may(Permission.STATEMENTS_READ, partner_id=here().id):
        for one in overdue(here().programme_id, partner_id=here().id, now=clock.now()):
            facts = {"sum": filters.money(abs(one.amount), one.currency), "day": filters.day(one.due)}
            said = (
                gettext("The programme is late: %(sum)s was to be paid on %(day)s", **facts)
                if one.amount > 0
                else gettext("Pay %(sum)s: it was due on %(day)s", **facts)
            )
            made.insert(0, (said, url_for("partner.settlements.show", statement=one.statement), "wallet", True))
        for said in beyond_limits.here(here().id):
            made.insert(0, (said, url_for("partner.settlements.index"), "wallet", False))
    made += _of_codes()
    if may(Permission.PORTAL_TEAM, partner_id=here().id):
        over = sum(one.ends_at <= clock.now() for one in identity.invitations(here().id))
        if over:
            said = ngettext("Send %(num)s invitation again", "Send %(num)s invitations again", over)
            made.append((said, url_for("partner.team.index"), "mail", False))
    return made


def _of_codes() -> list[tuple[str, str, str, bool]]:
    made = []
    if may(Permission.RUNS_CODES, partner_id=here().id) and (low := len(_low())):
        said = ngettext("Load codes: %(num)s value runs low", "Load codes: %(num)s values run low", low)
        made.append((said, url_for("partner.codes.index"), "database", False))
    if may(Permission.CODES_DECIDE, partner_id=here().id) and (held := held_codes.waiting()):
        said = ngettext("Decide about %(num)s held code", "Decide about %(num)s held codes", held)
        made.append((said, url_for("partner.returned_codes.index"), "rotate-ccw", False))
    return made


def running_low() -> list[dict[str, str]]:
    """What runs low, in words: the card, its value, where its codes are, and when it is expected to be sold out."""
    return [
        {
            "brand": filters.local(one.brand, "name"), "card": filters.local(one.stock, "title"), "value": filters.money(one.stock.value, one.stock.currency),
            "href": url_for("partner.codes.index", brand=one.brand.slug, _anchor="value-" + own_ids.own_id("denomination_id", one.stock.denomination_id)),
            "until": one.until,
        }
        for one in _low()
    ]  # fmt: skip


def _low() -> list[stock.Line]:
    """Asked once a page, for several of its parts lead there."""
    if "low_stock" not in g:
        g.low_stock = stock.low(partners.brands_of_partner(here().id))
    found: list[stock.Line] = g.low_stock
    return found
