"""Merging: a merged case is a tombstone that leads to where it was merged in the end, and no order of merges makes a circle."""

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.support import cases
from tests.builders.cases import Help
from tests.builders.members import a_member

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


def test_chains_resolve_circles_are_refused_and_letters_reach_the_target(app: Flask) -> None:
    desk = Help(app)

    @given(PAIRS)
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def walk(pairs: list[tuple[int, int]]) -> None:
        made = [desk.written(from_=f"a{n}@example.org") for n in range(6)]
        roots = list(range(6))  # the model: where each leads

        def root(n: int) -> int:
            return n if roots[n] == n else root(roots[n])

        for one, other in pairs:
            expected = "itself" if root(other) == one else "ended" if root(one) != one else ""
            try:
                with app.app_context(), transaction():
                    cases.merge(cases.case_by_id(made[one].id), cases.case_by_id(made[other].id), now=clock.now())
                assert expected == ""
                roots[one] = root(other)
            except cases.MergedIntoItself:
                assert expected == "itself"
            except cases.CaseEnded:
                assert expected == "ended"
        with app.app_context():
            leads = [cases.target(cases.case_by_id(one.id)).id for one in made]
            db.session.rollback()
        assert leads == [made[root(n)].id for n in range(6)]

    walk()
    assert desk.wrong() == []


def test_cases_of_two_members_are_not_merged_and_annas_link_leads_to_the_one_that_stays(app: Flask) -> None:
    desk = Help(app)
    first, second = desk.ask(), desk.ask(what="exposed")
    merged = desk.send("ilya", f"/console/cases/{first.id}/merging", into=second.id)
    assert merged.headers["Location"].endswith(f"/console/cases/{second.id}")
    led = desk.holder.http.get(f"/cases/{first.id}")
    assert led.headers["Location"].endswith(f"/cases/{second.id}")
    assert desk.send("anna", f"/cases/{first.id}", ref="1" * 26, text="И вот ещё").status_code == 303
    assert desk.rows("SELECT case_id FROM case_events WHERE what = 'wrote'")[0].case_id == second.id
    itself = desk.send("ilya", f"/console/cases/{second.id}/merging", into=first.id)
    assert itself.status_code == 422
    theirs = desk.written().id
    with app.app_context(), transaction():
        other = a_member(desk.programme)
        cases.identify(cases.case_by_id(theirs), other, ["number", "phone"], now=clock.now())
    nobodys = desk.written().id
    vanishes = desk.send("ilya", f"/console/cases/{second.id}/merging", into=nobodys)
    assert (vanishes.status_code, desk.case(second.id).state) == (422, "open"), "she would not see it any more"
    refused = desk.send("ilya", f"/console/cases/{second.id}/merging", into=theirs)
    assert (refused.status_code, desk.case(second.id).state) == (422, "open")
    assert desk.wrong() == []


def _of_anna(desk: Help) -> cases.Case:
    """A letter about no card, known to be hers."""
    letter = desk.written()
    with desk.app.app_context(), transaction():
        return cases.identify(cases.case_by_id(letter.id), desk.member, ["number", "phone"], now=clock.now())


def test_what_waits_for_us_goes_on_waiting_where_it_was_merged_into_a_case_that_waits_for_its_member(
    app: Flask,
) -> None:
    desk = Help(app)
    quiet, urgent = _of_anna(desk), desk.ask(what="exposed", card=desk.holder.card.public_id)
    assert desk.answer("ilya", quiet, "Когда это было?", "wait").status_code == 303
    before = desk.case(quiet.id)
    assert (before.state, before.priority, before.giftcard_id, urgent.priority) == (
        "waits_member",
        "normal",
        None,
        "urgent",
    )
    assert desk.send("ilya", f"/console/cases/{urgent.id}/merging", into=quiet.id).status_code == 303
    stays = desk.case(quiet.id)
    assert (stays.state, stays.priority, stays.giftcard_id) == ("open", "urgent", urgent.giftcard_id)
    assert stays.due_at is not None
    assert desk.wrong() == []


def test_a_case_that_waits_for_nothing_from_us_wakes_no_other(app: Flask) -> None:
    desk = Help(app)
    quiet, done = desk.ask(what="sum"), desk.ask(what="exposed")
    assert desk.answer("ilya", quiet, "Когда это было?", "wait").status_code == 303
    assert desk.answer("ilya", done, "Сделано.").status_code == 303
    assert desk.send("ilya", f"/console/cases/{done.id}/merging", into=quiet.id).status_code == 303
    stays = desk.case(quiet.id)
    assert (stays.state, stays.priority) == ("waits_member", "normal")
    assert desk.wrong() == []
