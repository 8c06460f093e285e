"""What a new partner does first, in order, each ticked when it is done; of it what the visitor may do."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flask import g, url_for
from flask_babel import gettext as _

from marketplace import catalogue, codes, identity, partners, settlements, tills
from marketplace.identity import Permission
from marketplace.web.shared.security import may
from partner_portal.desk import here

EVER = date(2000, 1, 1)


class Step(NamedTuple):
    """Something to do: its name, what it is for, where it is done, what the button there says, and whether it is done."""

    title: str
    about: str
    href: str
    does: str
    done: bool


def first_steps() -> list[Step]:
    """The steps of a partner that is admitted, until its brand is described, cards are for sale and a till is open; none from then on."""
    if here().state != "approved":
        return []
    brands = partners.brands_of_partner(here().id)
    described = any(one.description_ru or one.description_en for one in brands)
    offers, terminals = catalogue.offers_of(here().id), bool(tills.terminals(here().id))
    loaded = any(codes.loaded_by_day(brand.id, since=EVER, time_zone=g.programme.time_zone) for brand in brands)
    coded = bool(offers) and (loaded or not any(catalogue.stocked(brand.id) for brand in brands))
    if described and offers and coded and terminals:
        return []
    return list(_goods(described, bool(offers), coded)) + list(_people(terminals))


def _goods(described: bool, offers: bool, coded: bool) -> Iterator[Step]:
    if may(Permission.PORTAL_BRANDS, partner_id=here().id):
        yield Step(
            _("Brand and picture"), _("What members read about you. Without a picture our drawn card stays."), url_for("partner.brands.index"),
            _("Describe the brand"), described,
        )  # fmt: skip
    if may(Permission.RUNS_CATALOGUE, partner_id=here().id):
        yield Step(
            _("Catalogue"), _("Cards and their prices, as a file or in the browser; the programme agrees to the first one and to large changes."),
            url_for("partner.catalogue.index"), _("Make the catalogue"), offers,
        )  # fmt: skip
    if may(Permission.RUNS_CODES, partner_id=here().id):
        yield Step(
            _("Codes"), _("For cards that are sold from a list of codes. Others are made when they are sold."), url_for("partner.codes.index"),
            _("Load codes"), coded,
        )  # fmt: skip


def _people(terminals: bool) -> Iterator[Step]:
    if may(Permission.TERMINALS_MANAGE, partner_id=here().id):
        where = "partner.terminals.index" if partners.shops_of(here().id) else "partner.shops.index"
        yield Step(
            _("Shops and tills"), _("Where cards are taken. A phone with our page is a till, too."), url_for(where),
            _("Open a till") if where == "partner.terminals.index" else _("Add a shop"), terminals,
        )  # fmt: skip
    if may(Permission.PORTAL_TEAM, partner_id=here().id):
        many = len(identity.team(here().programme_id, here().id)) + len(identity.invitations(here().id)) > 1
        yield Step(
            _("Team"),
            _("Cashiers, an editor, an accountant: each sees their own."),
            url_for("partner.team.index"),
            _("Invite somebody"),
            many,
        )
    if may(Permission.STATEMENTS_ACCEPT, partner_id=here().id):
        known = settlements.account_of(here().programme_id, here().id) or settlements.connected_of(here().id)
        yield Step(
            _("Payout account"), _("Where your money goes. The programme checks it with two people."), url_for("partner.payout_account.show"),
            _("See the account"), known is not None,
        )  # fmt: skip
