"""Files that a partner's people bring: they speak for that partner alone, and a second person of the programme agrees to large ones."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import approvals, catalogue, partners, runs
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.jobs import runs as worker
from marketplace.jobs.runs import carry_on, check_file
from marketplace.programmes import Programme
from marketplace.runs import NoRun, Run
from tests.builders.approvals import a_rule
from tests.builders.identity import staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import NOW, checked

HEAD = "offer;brand;title_ru;title_en;fulfilment;value;price_points\n"
MINE = HEAD + "card;lenta;Карта;Card;own;300;450\n"


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    """A programme with two partners, of a brand each."""
    with transaction():
        made = a_programme()
        for slug in ("lenta", "magnit"):
            a_brand(made, slug=slug)
    return made


def partner_of(programme: Programme, brand: str) -> int:
    return partners.brand_by_slug(programme.id, brand).partner_id


def editor_of(programme: Programme, brand: str) -> Actor:
    """Somebody who edits the catalogue of a brand's partner."""
    with transaction():
        return Actor("user", staff(programme, "catalogue", partner_id=partner_of(programme, brand)).id)


def brought(programme: Programme, by: Actor, content: str = MINE, *, days: int | None = None) -> Run:
    not_before = None if days is None else NOW + timedelta(days=days)
    with transaction(by=by):
        kept = runs.keep(
            programme.id, "catalogue", "f.csv", content.encode(), {}, ref=ids.new_ref(), partner_id=partner_of(programme, "lenta"),
            not_before=not_before, now=NOW,
        )  # fmt: skip
    return check_file(kept.id)


def test_file_of_a_partner_speaks_for_his_brands_alone(programme: Programme) -> None:
    editor = editor_of(programme, "lenta")
    other = brought(programme, editor, MINE + "card2;magnit;Карта;Card;own;300;450\n")
    nobody = brought(programme, editor, MINE + "card2;nosuch;Карта;Card;own;300;450\n")
    assert [(one.row, one.reason) for one in runs.errors(other.id)] == [(3, "the programme has no such brand")]
    assert runs.errors(other.id)[0].reason == runs.errors(nobody.id)[0].reason  # foreign is absent
    with transaction(by=editor_of(programme, "magnit")):
        theirs = runs.keep(
            programme.id,
            "catalogue",
            "g.csv",
            b"x",
            {},
            ref=ids.new_ref(),
            partner_id=partner_of(programme, "magnit"),
            now=NOW,
        )
    assert [runs.number_of(one.id) for one in (other, nobody, theirs)] == [1, 2, 1], "each partner counts its own"


def test_run_of_another_partner_is_absent(programme: Programme) -> None:
    mine = brought(programme, editor_of(programme, "lenta"))
    assert runs.run_of(mine.id, programme.id, partner_id=partner_of(programme, "lenta")).id == mine.id
    with pytest.raises(NoRun):
        runs.run_of(mine.id, programme.id, partner_id=partner_of(programme, "magnit"))


def test_what_a_partner_proposes_somebody_of_the_programme_approves(programme: Programme) -> None:
    editor, foreign = editor_of(programme, "lenta"), editor_of(programme, "magnit")
    with transaction():
        manager = staff(programme, "manager").id
    run = brought(programme, editor)  # a new brand is above every cap, and there is no rule of the programme's own
    with pytest.raises(approvals.MayNotPropose), transaction(by=foreign):
        runs.start(run.id, now=NOW)
    with transaction(by=editor):
        assert runs.start(run.id, now=NOW).state == "awaiting_approval"
    proposal = runs.proposal_of(run, now=NOW)
    assert proposal is not None
    with pytest.raises(approvals.OwnProposal), transaction(by=editor):
        approvals.approve(proposal.id, seen=proposal.digest, by=editor.id or 0, now=NOW)
    with transaction(by=Actor("user", manager)):
        approvals.approve(proposal.id, seen=proposal.digest, by=manager, now=NOW)
    assert carry_on(run.id).state == "applied"


@pytest.mark.parametrize(
    ("price", "ruled", "by_partner", "by_programme"),
    [
        (495, {}, False, False),
        (496, {}, True, False),
        (404, {}, True, False),
        (900, {"cap": 100}, False, False),
        (901, {"cap": 100}, True, True),
        (9_000, {"approvers_over_cap": None}, False, False),
    ],
)
def test_without_a_rule_a_partner_moves_a_price_alone_by_ten_per_cent(
    programme: Programme, price: int, ruled: dict[str, int | None], by_partner: bool, by_programme: bool
) -> None:
    with transaction():
        catalogue.load_file(programme, "f.csv", MINE.encode(), apply=True, now=NOW)
    if ruled:
        a_rule(programme, runs.act("catalogue"), now=NOW, **ruled)
    file = MINE.replace(";450", f";{price}")
    assert runs.approver_needed(brought(programme, editor_of(programme, "lenta"), file)) == by_partner
    assert runs.approver_needed(checked(programme, "catalogue", file)) == by_programme, "its own people would agree"


def test_catalogue_is_published_at_its_time_and_not_before(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = editor_of(programme, "lenta")
    with transaction():
        catalogue.load_file(programme, "f.csv", MINE.encode(), apply=True, now=NOW)
    run = brought(programme, editor, MINE.replace(";450", ";460"), days=2)
    with transaction(by=editor):
        runs.start(run.id, now=NOW)
    promised = execute("SELECT due_at FROM outbox WHERE topic = 'runs.apply'").scalar_one()
    assert promised == NOW + timedelta(days=2)
    for days, state in ((1, "applying"), (2, "applied")):
        monkeypatch.setattr(worker.clock, "now", lambda days=days: NOW + timedelta(days=days))
        assert carry_on(run.id).state == state
