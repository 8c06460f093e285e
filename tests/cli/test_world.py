"""The demo world loads into an empty database and is what it promises to be."""

from flask import Flask

from marketplace import approvals, ledger, members, programmes, shop
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.web.console import reissue_kinds


def test_world_loads_and_anna_has_what_the_pictures_show(demo_world: None, ctx: Flask) -> None:
    now = clock.now()
    programme = programmes.by_slug("vysota")
    anna = members.by_number(programme.id, "770001842261")
    assert anna is not None
    account = ledger.account(programme.id, "member", owner_id=anna.id)
    assert ledger.balance(account, programme.day(now)) == 4820
    assert shop.total(programme.id, now=now, city="saint-petersburg") == 47
    assert ledger.invariants() == []
    desk = execute(
        """SELECT (SELECT count(*) FROM reissues) AS reissued, (SELECT count(*) FROM withdrawals WHERE refund = 'source') AS refunded,
                  (SELECT count(*) FROM member_holds) AS held"""
    ).one()
    assert tuple(desk) == (1, 1, 1)
    kirill = execute("SELECT id FROM users WHERE email = 'kirill@vitrina.example'").scalar_one()
    waiting = approvals.waiting_for(kirill, programme_id=programme.id, now=now)
    assert reissue_kinds.REISSUE in [one.kind for one in waiting], "a second person finds something to do"
