"""What people have looked at and agreed to is what is published, whatever was published in the meantime."""

from datetime import timedelta
from typing import NoReturn

import pytest
from flask import Flask

from marketplace import approvals, catalogue, partners, runs
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.jobs import runs as worker
from marketplace.jobs.runs import carry_on, check_file
from marketplace.programmes import Programme
from marketplace.runs import Run
from tests.builders.identity import staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import NOW

HEAD = "offer;brand;title_ru;title_en;fulfilment;value;price_points\n"
CARD = "card;lenta;Карта;Card;own;300;100\n"
OTHER = "other;lenta;Другая;Other;own;300;200\n"


class Shop:
    """A partner with one offer in the shop and an editor of his, in a programme without a rule: more than ten per cent takes somebody of it."""

    def __init__(self) -> None:
        with transaction():
            self.programme: Programme = a_programme()
            a_brand(self.programme, slug="lenta")
            self.partner_id = partners.brand_by_slug(self.programme.id, "lenta").partner_id
            self.editor = Actor("user", staff(self.programme, "catalogue", partner_id=self.partner_id).id)
            self.manager = staff(self.programme, "manager").id
        self.publish(CARD)

    def publish(self, rows: str) -> None:
        """Something that is in the shop by now, whoever has agreed to it."""
        with transaction():
            catalogue.load_file(self.programme, "f.csv", (HEAD + rows).encode(), apply=True, now=NOW)

    def brought(self, rows: str, *, days: int | None = None, **options: str) -> Run:
        """A file that the editor brings, checked."""
        not_before = None if days is None else NOW + timedelta(days=days)
        with transaction(by=self.editor):
            kept = runs.keep(
                self.programme.id, "catalogue", "f.csv", (HEAD + rows).encode(), options, ref=ids.new_ref(), partner_id=self.partner_id,
                not_before=not_before, now=NOW,
            )  # fmt: skip
        return check_file(kept.id)

    def asked(self, run: Run) -> Run:
        """The editor presses the button."""
        with transaction(by=self.editor):
            return runs.start(run.id, now=NOW)

    def agreed(self, run: Run) -> None:
        """Somebody of the programme agrees to what he sees."""
        proposal = runs.proposal_of(run, now=NOW)
        assert proposal is not None
        with transaction(by=Actor("user", self.manager)):
            approvals.approve(proposal.id, seen=proposal.digest, by=self.manager, now=NOW)

    def prices(self) -> dict[str, int]:
        """What is in the shop, by reference."""
        shown = catalogue.in_shop(self.programme.id, partner_id=self.partner_id, source=catalogue.SOURCE)
        return {one.external_ref: one.denominations[0][1] for one in shown}


@pytest.fixture
def shop(ctx: Flask) -> Shop:
    return Shop()


def test_an_offer_published_since_is_not_withdrawn_unseen(shop: Shop) -> None:
    run = shop.asked(shop.brought(CARD.replace(";100", ";120"), whole="yes"))
    assert run.state == "awaiting_approval"
    shop.publish(OTHER)
    with pytest.raises(approvals.TargetMoved):
        shop.agreed(run)
    assert shop.asked(run).state == "kept", "it is checked again by itself"
    again = check_file(run.id)
    assert (again.state, again.preview["withdrawn"]) == ("checked", 1)
    looked = {"run": run.id, "programme": shop.programme.id, "partner": shop.partner_id}
    told = execute(f"SELECT count(*) FROM {runs.CHANGES.source} WHERE {runs.CHANGES.scope}", looked)
    assert told.scalar_one() == 2, "what the first check has found is shown no more"
    proposed = shop.asked(again)
    proposal = runs.proposal_of(proposed, now=NOW)
    assert proposal is not None
    assert (proposed.state, proposal.number) == ("awaiting_approval", 2)
    shop.agreed(proposed)
    assert carry_on(run.id).state == "applied"
    assert shop.prices() == {"card": 120}


@pytest.mark.parametrize("ends", ["checked", "failed"])
def test_what_cannot_be_applied_after_its_second_check_waits_for_nobody_and_shows_no_changes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setattr(worker.clock, "now", lambda: NOW)
    run = shop.asked(shop.brought(CARD.replace(";100", ";120")))
    proposal = runs.proposal_of(run, now=NOW)
    assert proposal is not None
    shop.publish(CARD.replace(";100", ";101"))
    with transaction():
        execute("UPDATE brands SET slug = 'gone' WHERE slug = 'lenta'")
    assert shop.asked(run).state == "kept"
    if ends == "failed":
        monkeypatch.setattr(worker, "look", refused)
    again = check_file(run.id)
    assert (again.state, again.wrong > 0) == (ends, ends == "checked")
    assert approvals.by_id(proposal.id, now=NOW).state == "withdrawn"
    if ends == "checked":
        looked = {"run": run.id, "programme": shop.programme.id, "partner": shop.partner_id}
        told = execute(f"SELECT count(*) FROM {runs.CHANGES.source} WHERE {runs.CHANGES.scope}", looked)
        assert told.scalar_one() == 0, "what the first check has found is shown no more"


def refused(*_: object, **__: object) -> NoReturn:
    """A check that the domain refuses as a whole."""
    raise catalogue.UnknownBrand(brand="lenta")


def test_a_rise_that_grows_meanwhile_takes_another_person(shop: Shop) -> None:
    run = shop.brought(CARD.replace(";100", ";109"))
    assert not runs.approver_needed(run)
    shop.publish(CARD.replace(";100", ";91"))
    assert runs.moved(run)
    assert shop.asked(run).state == "kept"
    again = check_file(run.id)
    assert (again.size, runs.approver_needed(again)) == (20, True)
    assert shop.asked(again).state == "awaiting_approval"
    assert shop.prices() == {"card": 91}


@pytest.mark.parametrize(
    ("meanwhile", "state", "prices"),
    [
        (OTHER, "applied", {"card": 109, "other": 200}),  # does what was seen
        (CARD.replace(";100", ";91"), "checked", {"card": 91}),
    ],
)
def test_what_waits_for_its_time_is_looked_at_again_where_it_would_do_something_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, meanwhile: str, state: str, prices: dict[str, int]
) -> None:
    run = shop.asked(shop.brought(CARD.replace(";100", ";109"), days=2))
    shop.publish(meanwhile)
    monkeypatch.setattr(worker.clock, "now", lambda: NOW + timedelta(days=2))
    carry_on(run.id)
    assert check_file(run.id).state == state
    assert shop.prices() == prices
    assert state == "applied" or runs.events(run.id)[2].facts == {"moved": True}
