"""What those who run such systems ask of tills and files, asked at the pages of a partner."""

import io
import re
from dataclasses import replace

import pytest

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.jobs.runs import carry_on, check_file
from tests.builders.identity import csrf
from tests.builders.orders import Shelf, a_shelf
from tests.builders.tills import a_card, goes_offline, on_sale
from tests.web.partner.test_tills import Shop, said, shop

__all__ = ["shop"]
LOOKALIKE = str.maketrans("AEKMHOPCTX", "АЕКМНОРСТХ")  # as a Russian keyboard types them


def test_codes_cannot_be_guessed_and_no_message_tells_whether_a_code_exists(shop: Shop) -> None:
    """Unknown, in stock, sold by another partner, spoilt: a till is told the same, and after ten tries nothing is looked up."""
    with shop.work():
        on_sale(shelf(shop), "MOCKUNSOLD7777")
        foreign = a_card(a_shelf(shop.till.shelf.programme))[1]
    answers = [
        shop.cashier.http.get(shop.find(code), headers={"Accept-Language": "en"}).text.partition("<aside")[0]
        for code in ("MOCKNOSUCH7777", "MOCKUNSOLD7777", foreign, foreign[:-1], "%27%20OR%201")
    ]
    own = re.compile(r'[0-9A-Z]{4}-?[0-9A-Z]{4}|\d\d:\d\d|value="[^"]*"')
    assert len({own.sub("…", answer) for answer in answers}) == 1
    for guess in range(5):
        shop.find(f"MOCKGUESS{guess:05d}")
    held = shop.cashier.post(f"{shop.path}/checks", code=shop.till.code)
    assert held.status_code == 429, "not even a code that is good"


def test_one_box_takes_every_kind_of_code(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """As printed, small, in groups, in Cyrillic, read off the owner's screen as a pass or as the code: the same card."""
    with shop.work():
        of = shelf(shop)
        on_sale(of, "MOCKE0KAT777", pin="")
        card, code = a_card(of, shop.till.member)
        goes_offline(shop.till.terminal)
        signed = tills.give_pass(card, pin="", now=clock.now())
    assert signed
    kinds = (
        code,
        code.lower(),
        f" {code[:4]}-{code[4:8]} {code[8:]} ",
        code.translate(LOOKALIKE),
        code.replace("0", "O"),
        signed,
        signed.lower(),
    )
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)  # a card's name says when it was found
    found = [shop.find(one).partition("/cards/")[2].partition(".")[0] for one in kinds]
    assert len(set(found)) == 1
    assert found[0], "a card, and no refusal"


@pytest.mark.parametrize("kind", ["codes", "catalogue"])
def test_a_file_is_previewed_duplicates_are_named_by_row_and_the_same_file_twice_adds_nothing(
    shop: Shop, kind: str
) -> None:
    with shop.work():
        brand = shelf(shop).brand.slug
    good, twice, stored = FILES[kind]
    page, before = sent(shop, kind, twice.replace("BRAND", brand), brand), number(shop, stored)
    told = said(shop.owner.http.get(page, headers={"Accept-Language": "en"}))
    assert re.search(r"\b[23]\b.{0,60}(twice|same code as in row 2)", told), f"by its row: {told}"
    page = sent(shop, kind, good.replace("BRAND", brand), brand)
    assert number(shop, stored) == before, "a preview changes nothing"
    assert shop.owner.post(f"{page}/application").status_code == 303
    worked(shop)
    assert number(shop, stored) == before + 2
    again = sent(shop, kind, good.replace("BRAND", brand), brand)
    assert "Nothing to do" in said(shop.owner.http.get(again, headers={"Accept-Language": "en"}))
    assert number(shop, stored) == before + 2


HEAD = "offer,brand,title_ru,title_en,fulfilment,value,price_points\n"
FILES = {
    "codes": (
        "code,value\nMOCK1111AAAA2222,100\nMOCK3333BBBB4444,100\n", "code,value\nMOCK1111AAAA2222,100\nmock-1111-aaaa-2222,100\n",
        "SELECT count(*) FROM free_codes",
    ),
    "catalogue": (
        f"{HEAD}one,BRAND,Раз,One,own,300,450\ntwo,BRAND,Два,Two,own,300,450\n",
        f"{HEAD}one,BRAND,Раз,One,own,300,450\none,BRAND,Раз,One,own,300,460\n",
        "SELECT count(*) FROM offers WHERE published AND external_ref IN ('one', 'two')",
    ),
}  # fmt: skip


def shelf(shop: Shop) -> Shelf:
    """The till's own shelf, in the open transaction."""
    of = execute("SELECT brand_id FROM offers WHERE id = %(id)s", {"id": shop.till.shelf.offer_id}).scalar_one()
    return replace(shop.till.shelf, brand=partners.brand(of))


def sent(shop: Shop, kind: str, content: str, brand: str) -> str:
    """The page of an upload once the worker has looked at it."""
    new = f"/partner/{shop.owner.slug}/uploads/new?kind={kind}"
    form = {
        "csrf_token": csrf(shop.owner.http),
        "ref": f"{number(shop, 'SELECT count(*) FROM runs'):026d}",
        "brand": brand,
        "rows": "",
    }
    answer = shop.owner.http.post(new, data=form | {"file": (io.BytesIO(content.encode()), "file.csv")})
    assert answer.status_code == 303, answer.text
    worked(shop)
    return str(answer.location)


def worked(shop: Shop) -> None:
    """What the worker would have done by now."""
    with shop.app.app_context():
        for row in execute("SELECT id FROM runs ORDER BY id").all():
            check_file(row.id)
            carry_on(row.id)


def number(shop: Shop, sql: str) -> int:
    with shop.app.app_context():
        return int(execute(sql).scalar_one())
