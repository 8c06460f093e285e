"""The demo world loads into an empty database and is what it promises to be."""

from flask import Flask

from marketplace import ledger, members, programmes, shop
from marketplace.core import clock


def test_world_loads_and_anna_has_what_the_pictures_show(demo_world: None, ctx: Flask) -> None:
    now = clock.now()
    programme = programmes.by_slug("vysota")
    anna = members.by_number(programme.id, "770001842261")
    assert anna is not None
    account = ledger.account(programme.id, "member", owner_id=anna.id)
    assert ledger.balance(account, programme.day(now)) == 4820
    assert shop.total(programme.id, now=now, city="saint-petersburg") == 47
    assert ledger.invariants() == []
