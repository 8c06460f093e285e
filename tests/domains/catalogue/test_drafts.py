"""A catalogue that is changed in the browser: two people, one rule for what is wrong, and the run that it becomes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from marketplace import catalogue, partners, runs
from marketplace.catalogue import drafts
from marketplace.catalogue.drafts import Draft
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.jobs.runs import carry_on, check_file
from marketplace.programmes import Programme
from marketplace.runs import Run
from tests.builders.approvals import a_rule
from tests.builders.catalogue import NOW
from tests.builders.identity import staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

FILE = """offer;brand;title_ru;title_en;fulfilment;per_member_limit;value;price_points;old_price_points
card;lenta;Карта;Card;own;3;300;450;500
gift;lenta;'007 подарок;Gift;own;;500;700;
any;lenta;Любая;Any;own;;100;150;
"""


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        made = a_programme()
        a_brand(made, slug="lenta")
        catalogue.load_file(made, "f.csv", FILE.encode(), apply=True, now=NOW)
    return made


@pytest.fixture
def editor(programme: Programme) -> Actor:
    with transaction():
        return Actor("user", staff(programme, "catalogue", partner_id=partner(programme)).id)


def partner(programme: Programme) -> int:
    return partners.brand_by_slug(programme.id, "lenta").partner_id


def offers(programme: Programme) -> dict[str, catalogue.OfferFacts]:
    return {
        one.external_ref: one._replace(row=0)
        for one in catalogue.in_shop(programme.id, partner_id=partner(programme), source=catalogue.SOURCE)
    }


def lines(programme: Programme, ref: str, **cells: str) -> list[dict[str, str]]:
    """The rows of an offer as the editor shows them, with other cells."""
    seen = catalogue.version(partner(programme))
    return [line | cells for line in drafts.typed(programme, offers(programme)[ref], version=seen)]


def begun(programme: Programme, by: Actor) -> Draft:
    with transaction(by=by):
        return drafts.begin(programme, partner(programme), now=clock.now())


def saved(draft: Draft, by: Actor, ref: str, rows: list[dict[str, str]] | None, seen: int = 0) -> None:
    with transaction(by=by):
        drafts.save(draft, ref, rows, seen=seen, now=clock.now())


def sent(draft: Draft, by: Actor) -> Run:
    with transaction(by=by):
        run = drafts.send(draft, ref=ids.new_ref(), now=clock.now())
    return check_file(run.id)


def test_offers_that_nobody_touched_stay_and_the_rest_is_as_it_was_typed(programme: Programme, editor: Actor) -> None:
    a_rule(
        programme, runs.act("catalogue"), approvers_over_cap=None, now=clock.now()
    )  # nobody has to agree to anything
    before, draft = offers(programme), begun(programme, editor)
    saved(draft, editor, "card", lines(programme, "card", price_points="480", per_member_limit="-"))
    saved(draft, editor, "any", [])
    saved(draft, editor, "new", [lines(programme, "gift", offer="new", title_en="New")[0]])
    run = sent(draft, editor)
    assert (run.wrong, run.preview["new"], run.preview["changed"], run.preview["withdrawn"]) == (0, 1, 1, 1)
    assert run.preview["impact"]["risen"] == 1
    with transaction(by=editor):
        runs.start(run.id, now=clock.now())
    carry_on(run.id)
    after = offers(programme)
    assert after["card"] == before["card"]._replace(per_member_limit=None, denominations=((30_000, 480, 500),))
    assert after["gift"] == before["gift"]
    assert after["new"] == before["gift"]._replace(external_ref="new", title_en="New")
    assert "any" not in after


def test_second_person_is_told_and_nothing_of_the_first_is_lost(programme: Programme, editor: Actor) -> None:
    draft = begun(programme, editor)
    saved(draft, editor, "card", lines(programme, "card", title_en="First"))
    with pytest.raises(catalogue.DraftMoved):
        saved(draft, editor, "card", lines(programme, "card", title_en="Second"))
    edit = drafts.edits(draft)["card"]
    assert (edit.number, edit.lines and edit.lines[0]["title_en"]) == (1, "First")
    saved(draft, editor, "card", None, seen=1)
    assert not drafts.edits(draft)
    with pytest.raises(catalogue.DraftEmpty):
        sent(draft, editor)


def test_two_who_save_at_once_do_not_both_win(app: Flask, programme: Programme, editor: Actor) -> None:
    draft = begun(programme, editor)
    rows = lines(programme, "card")

    def save(title: str) -> bool:
        with app.app_context():
            try:
                saved(draft, editor, "card", [line | {"title_en": title} for line in rows])
            except catalogue.DraftMoved:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(save, "ABCD"))
    assert sum(won) == 1


def test_what_is_wrong_is_said_as_of_a_file(programme: Programme) -> None:
    wrong = drafts.wrong_with(
        programme, partner(programme), lines(programme, "card", price_points="-1", kind="x"), now=NOW
    )
    assert [(one.row, one.column) for one in wrong] == [(2, "kind"), (2, "price_points")]
    assert not drafts.wrong_with(programme, partner(programme), lines(programme, "gift"), now=NOW)
    (past,) = drafts.wrong_with(programme, partner(programme), lines(programme, "gift", ends_on="2020-01-01"), now=NOW)
    assert (past.column, past.reason) == ("ends_on", "is in the past: the sale would have ended")


def test_run_that_is_sent_back_is_opened_in_the_editor_with_its_talk(programme: Programme, editor: Actor) -> None:
    draft = begun(programme, editor)
    saved(draft, editor, "card", lines(programme, "card", price_points="480"))
    saved(draft, editor, "any", [])
    run = sent(draft, editor)
    with transaction(by=editor):
        runs.comment(run, "card", "Why so much?", by=editor.id or 0, of_partner=True, now=clock.now())
        again = drafts.reopen(programme, run, now=clock.now())
    assert runs.run(run.id).state == "discarded"
    found = drafts.edits(again)
    assert found["any"].lines == ()
    assert [line["price_points"] for line in found["card"].lines or ()] == ["480"]
    saved(again, editor, "card", lines(programme, "card", price_points="470"), seen=1)
    second = sent(again, editor)
    assert [one.body for one in runs.comments(second)] == ["Why so much?"]
    with pytest.raises(catalogue.DraftEnded):
        saved(again, editor, "card", None, seen=2)
