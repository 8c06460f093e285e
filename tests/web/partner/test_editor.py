"""A catalogue is changed in the browser, sent back with comments by row, mended and published; two editors do not overwrite each other."""

import re

import pytest
from flask.testing import FlaskClient

from marketplace.core.db import execute
from tests.builders.identity import csrf
from tests.web.partner.test_catalogue import House, house, press, published  # noqa: F401 - a fixture

FORM = {
    "brand": "lenta",
    "kind": "gift_card",
    "fulfilment": "own",
    "currency": "RUB",
    "tier": "",
    "validity_days": "365",
}


def fill(client: FlaskClient, path: str, **over: str) -> dict[str, str]:
    """What the form on a page would send, with other values; empty fields are sent empty."""
    page = client.get(path).text
    found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page.partition('id="offer-form"')[2]))
    titles = dict(re.findall(r'<input[^>]*name="(title_\w+)"[^>]*value="([^"]*)"', page))
    return FORM | found | titles | over | {"csrf_token": csrf(client)}


def draft(house: House, more: str = "") -> str:  # noqa: F811
    return house.at("lenta", "catalogue/draft" + more)


def keep(client: FlaskClient, house: House, form: dict[str, str], offer: str = "?offer=card") -> int:  # noqa: F811
    return client.post(draft(house, "/offer" + offer), data=form).status_code


def send(client: FlaskClient, house: House) -> str:  # noqa: F811
    answer = client.post(draft(house, "/sending"), data={"csrf_token": csrf(client), "ref": house.ref()})
    house.work()
    assert answer.status_code == 303
    return str(answer.location)


def values(price: str) -> dict[str, str]:
    return {"value": "300", "price_points": price, "old_price_points": ""}


def test_offer_is_changed_sent_back_with_a_comment_mended_and_published(house: House) -> None:  # noqa: F811
    editor, _ = published(house)
    assert (
        keep(editor, house, fill(editor, draft(house, "/offer?offer=card"), title_en="Card 300", **values("504")))
        == 303
    )
    assert "Card 300" in editor.get(draft(house)).text
    page = send(editor, house)
    shown = editor.get(page).text
    for said in ("504", "Send for approval", "a price rises by", "Changes made in the editor", "Price of ₽300"):
        assert said in shown, said
    press(editor, f"{page}/application")
    manager = house.of("manager")
    proposal = re.search(r"/console/approvals/[0-9A-Z]{26}", manager.get("/console/approvals").text)
    assert proposal is not None
    with house.app.app_context():
        run_id = execute("SELECT max(id) FROM runs").scalar_one()
    ref = proposal[0].rpartition("/")[2]
    said = {"about": "card", "body": "No more than 10 % in a quarter. 495?", "back": f"/console/approvals/{ref}"}
    answer = manager.post(f"/console/runs/{run_id}/comments", data=said | {"csrf_token": csrf(manager)})
    assert answer.location.startswith(proposal[0])
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', manager.get(f"{proposal[0]}/changes").text)
    assert seen is not None
    assert press(manager, f"{proposal[0]}/changes", seen=seen[1], note="See the row") == 303

    back = editor.get(page).text
    assert "Changes were requested." in back
    assert "No more than 10 %" in back
    first = re.search(r'id="comment-(\w+)"', back)
    assert first is not None
    assert press(editor, f"{page}/comments", answers=first[1], body="495 it is") == 303
    assert press(editor, draft(house, "/reopening"), run=page.rpartition("/")[2]) == 303
    assert keep(editor, house, fill(editor, draft(house, "/offer?offer=card"), **values("495"))) == 303
    second = send(editor, house)
    shown = editor.get(second).text
    assert "No more than 10 %" in shown
    assert "495 it is" in shown
    assert press(editor, f"{second}/resolutions", answers=first[1]) == 303
    assert "Resolved" in editor.get(second).text
    assert press(editor, f"{second}/application") == 303
    house.work()
    assert "Card 300" in editor.get(house.at("lenta", "catalogue/draft/offer?offer=card")).text


def test_second_editor_is_told_and_shown_the_difference(house: House) -> None:  # noqa: F811
    editor, _ = published(house)
    path = draft(house, "/offer?offer=card")
    mine, theirs = (
        fill(editor, path, title_en="Mine", **values("450")),
        fill(editor, path, title_en="Theirs", **values("450")),
    )
    assert keep(editor, house, theirs) == 303
    answer = editor.post(path, data=mine)
    assert answer.status_code == 409
    assert "while you were editing it" in answer.text
    assert re.search(r"<del>.*Theirs</del><ins>.*Mine</ins>", answer.text)
    again = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert again is not None
    assert keep(editor, house, mine | {"seen": again[1]}) == 303
    assert "Mine" in editor.get(draft(house)).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price_points": "-1"}, "Is not an amount above zero"),
        ({"title_ru": ""}, "Is missing"),
        ({"validity_days": "0"}, "Is not a whole number"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(house: House, wrong: dict[str, str], said: str) -> None:  # noqa: F811
    editor, _ = published(house)
    form = fill(editor, draft(house, "/offer?offer=card"), **values("450")) | wrong
    answer = editor.post(draft(house, "/offer?offer=card"), data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nothing is changed yet" in editor.get(draft(house)).text


def test_new_offer_is_added_another_taken_out_and_put_back(house: House) -> None:  # noqa: F811
    editor, _ = published(house)
    new = fill(editor, draft(house, "/offer"), offer="gift", title_ru="Подарок", title_en="Gift", **values("700"))
    assert keep(editor, house, new, "") == 303
    assert keep(editor, house, new | {"offer": "card"}, "") == 422
    assert press(editor, draft(house, "/withdrawal"), offer="card") == 303
    page = editor.get(draft(house)).text
    assert "Withdrawn" in page
    assert "Gift" in page
    assert re.search(r"Values no longer on offer\D+1\b", re.sub(r"<[^>]+>", " ", page)), (
        "what it means is said before it is sent"
    )
    assert press(editor, draft(house, "/restoration"), offer="card") == 303
    assert "Withdrawn" not in editor.get(draft(house)).text
    assert press(editor, draft(house, "/discarding")) == 303
    assert "Nothing is changed yet" in editor.get(draft(house)).text


def test_first_offer_of_a_partner_is_made_in_the_editor(house: House) -> None:  # noqa: F811
    editor = house.of("lenta")
    new = fill(editor, draft(house, "/offer"), offer="first", title_ru="Первая", title_en="First", **values("700"))
    assert keep(editor, house, new, "") == 303
    page = send(editor, house)
    assert "1 new" in editor.get(page).text.replace("<b>1</b><span>new", "1 new")
    assert press(editor, draft(house, "/reopening"), run=page.rpartition("/")[2]) == 303
    assert "First" in editor.get(draft(house)).text


def test_another_partners_editor_knows_no_such_offer(house: House) -> None:  # noqa: F811
    published(house)
    other = house.of("magnit")
    assert other.get(draft(house)).status_code == 404
    assert other.get(house.at("magnit", "catalogue/draft/offer?offer=card")).status_code == 404
