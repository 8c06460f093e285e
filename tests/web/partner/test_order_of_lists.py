"""Lists stand in the order of the moments that they show, whenever their rows were written."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from marketplace import giftcards, partners, webhooks
from marketplace.core import audit, clock, formats
from marketplace.core.db import transaction
from tests.builders.orders import a_member, an_order, codes_in_stock
from tests.builders.tills import use
from tests.builders.webhooks import URL, a_receiver
from tests.web.partner.desk import Desk, Visitor

EARLIER = (
    timedelta(days=2),
    timedelta(days=9),
    timedelta(days=5),
)  # how long ago what was written first, next, last has happened


def assert_in_order(desk: Desk, visitor: Visitor, page: str, sort: str, moments: Sequence[datetime]) -> None:
    """Last first where nothing is asked, first first where that is."""
    zone, today = desk.programme.time_zone, clock.local_day(clock.now(), desk.programme.time_zone)
    said = [formats.moment(at, "en", zone, today) for at in sorted(moments)]
    assert len(set(said)) == len(said)
    for query, expected in (("", said[::-1]), (f"?sort={sort}", said)):
        text = visitor.get(page + query).text
        assert re.findall("|".join(map(re.escape, said)), text) == expected, page + query


def test_people_find_sales_redemptions_batches_and_records_in_the_order_of_their_moments(desk: Desk) -> None:
    now = clock.now()
    placed = [now - ago for ago in EARLIER]
    used, loaded, recorded = ([at + timedelta(hours=n) for at in placed] for n in (1, 2, 3))
    with desk.app.app_context(), transaction():
        member = a_member(desk.programme, points=100_000, now=min(placed))
        orders = [an_order(member, desk.shelf, now=at) for at in placed]
        cards = giftcards.of_orders([one.id for one in orders])
        for order, at in zip(orders, used, strict=True):
            use(cards[order.id], 100, now=at)
        brand = partners.brand_by_slug(desk.programme_id, desk.brand)
        for at in loaded:
            codes_in_stock(brand, desk.shelf.denomination_id or 0, 1, now=at)
        for at in recorded:
            audit.record("tests.count", f"programme:{desk.programme_id}", at=at)
    owner = desk.of("owner")
    assert_in_order(desk, owner, f"{desk.home}/sales", "placed_at", placed)
    assert_in_order(desk, owner, f"{desk.home}/redemptions", "at", used)
    assert_in_order(desk, owner, f"{desk.home}/codes", "loaded_at", loaded)
    assert_in_order(desk, desk.of("admin"), "/console/journal", "at", recorded)


def test_pages_of_deliveries_follow_their_moments_and_leave_none_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_receiver(monkeypatch)
    owner, url = desk.of("owner"), f"{desk.home}/webhooks"
    assert owner.post(f"{url}/endpoint", url=URL, kinds=["card.redeemed"]).status_code == 303
    with desk.app.app_context(), transaction():
        for n in range(45):  # four at each of a dozen moments, on three pages
            at = clock.now() - timedelta(minutes=n * 7 % 12)
            webhooks.tell(
                desk.partner_id, "card.redeemed", ref=str(n), facts={}, now=at.replace(second=0, microsecond=7)
            )
    rows = desk.rows(
        "SELECT d.id FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id ORDER BY e.at DESC, d.id DESC"
    )
    seen: list[str] = []
    while url:
        text = owner.get(url).text
        seen += dict.fromkeys(re.findall(r"/webhooks/deliveries/\w+(?=\")", text))
        more = re.search(r'href="([^"]*cursor=[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"', text)
        url = (more[1] or more[2]).replace("&amp;", "&") if more else ""
    assert len(seen) == 45
    assert seen == [desk.at(f"webhooks/deliveries/{row.id}").removeprefix(desk.home) for row in rows]
