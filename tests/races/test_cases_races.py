"""Two at one case: of two answers one is sent; of two merges that would make a circle one is done."""

from flask import Flask

from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.support import cases
from tests.builders.cases import Help
from tests.races.crowd import together

ROUNDS = 4


def test_of_two_agents_who_answer_the_same_case_one_is_told_that_it_has_changed(app: Flask) -> None:
    desk = Help(app)
    with app.app_context():
        for _ in range(ROUNDS):
            case = desk.written()

            def said(who: str, case: cases.Case = case) -> object:
                return cases.answer(case, who, seen=case.version, by=desk.people[who], then="close", now=clock.now())

            outcomes = together(app, [lambda: said("ilya"), lambda: said("irina")])  # type: ignore[list-item]
            assert sorted(type(one).__name__ for one in outcomes) == ["CaseChanged", "Said"]
            sent = execute(
                "SELECT count(*) FROM case_events WHERE case_id = %(id)s AND what = 'answered'", {"id": case.id}
            )
            assert sent.scalar_one() == 1
    assert desk.wrong() == []


def test_two_cases_merged_into_each_other_at_once_become_one(app: Flask) -> None:
    desk = Help(app)
    with app.app_context():
        for _ in range(ROUNDS):
            one, other = desk.written(), desk.written()
            outcomes = together(
                app,
                [
                    lambda a=one, b=other: cases.merge(a, b, now=clock.now()),
                    lambda a=one, b=other: cases.merge(b, a, now=clock.now()),
                ],
            )  # type: ignore[misc]
            assert sorted(type(done).__name__ for done in outcomes) == ["Case", "MergedIntoItself"]
    assert desk.wrong() == []
