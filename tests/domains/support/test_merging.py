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
