"""The demo world loads into an empty database and is what it promises to be."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import catalogue, codes, identity, ledger, members, partners, programmes, shop, tills
from marketplace.core import clock
from marketplace.core.db import execute


def test_world_loads_and_anna_has_what_the_pictures_show(demo_world: None, ctx: Flask) -> None:
    now = clock.now()
    programme = programmes.by_slug("vysota")
    anna = members.by_number(programme.id, "770001842261")
    assert anna is not None
    account = ledger.account(programme.id, "member", owner_id=anna.id)
    assert ledger.balance(account, programme.day(now)) == 4820
    assert shop.total(programme.id, now=now, city="saint-petersburg") == 47
    assert ledger.invariants() == []


@pytest.mark.parametrize(
    ("slug", "health", "published"),
    [("veresk", {"on_sale", "withdrawn", "expired"}, 3), ("polyarny-dvor", {"on_sale"}, 3)],
)
def test_both_partners_are_at_work(demo_world: None, ctx: Flask, slug: str, health: set[str], published: int) -> None:
    now, programme = clock.now(), programmes.by_slug("vysota")
    partner, today = partners.partner_by_slug(programme.id, slug), programme.day(now)
    versions = catalogue.publications(programme.id, partner_id=partner.id)
    assert len({programme.day(one.at) for one in versions}) >= published, "its catalogue has changed from time to time"
    assert sorted(one.number for one in versions) == list(range(1, len(versions) + 1)), "and is counted for itself"
    ids = execute("SELECT id FROM batches WHERE partner_id = %(id)s", {"id": partner.id}).scalars()
    batches = [codes.batch(one, programme_id=programme.id, partner_id=partner.id, today=today) for one in ids]
    assert {one.state for one in batches} >= health
    soon = today + timedelta(days=10)
    assert any(one.state == "on_sale" and one.first_expiry and one.first_expiry <= soon for one in batches), "soon over"
    assert any(one.state == "on_sale" and not (one.first_expiry and one.first_expiry <= soon) for one in batches), (
        "good"
    )
    assert len(tills.terminals(partner.id)) >= 3
    taken = execute(
        "SELECT at, issuer_partner_id FROM redemptions WHERE acceptor_partner_id = %(id)s", {"id": partner.id}
    ).all()
    days = {programme.day(one.at) for one in taken}
    assert len(days & {today - timedelta(days=one) for one in range(31)}) >= 20, "a month of redemptions"
    if slug == "polyarny-dvor":
        assert {one.issuer_partner_id for one in taken} > {partner.id}, "of the other's cards, too, by their contract"
    else:
        assert any(one.is_weak and one.without_pin for one in batches), "one can be guessed"
    team = identity.team(programme.id, partner.id)
    assert {held.role for one in team for held in one.grants} == set(identity.PARTNER_ROLES)
    assert all(one.name for one in team)
