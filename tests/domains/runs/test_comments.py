"""What is said of single things that a run changes: written, answered, resolved, while somebody still decides."""

import pytest
from flask import Flask

from marketplace import runs
from marketplace.core.db import transaction
from marketplace.programmes import Programme
from marketplace.runs import Run
from tests.builders.identity import a_user
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import NOW, checked

FILE = "offer;brand;title_ru;title_en;fulfilment;value;price_points\ncard;lenta;Карта;Card;own;300;450\n"


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        made = a_programme()
        a_brand(made, slug="lenta")
    return made


def said(run: Run, about: str, body: str, by: int, answers: int | None = None) -> int:
    with transaction():
        return runs.comment(run, about, body, answers=answers, by=by, of_partner=True, now=NOW)


def test_comment_is_answered_and_resolved_once(programme: Programme) -> None:
    with transaction():
        asks, answers = a_user().id, a_user().id
    run = checked(programme, "catalogue", FILE)
    first = said(run, "card", "Up to 495?", asks)
    reply = said(run, "", "495 it is", answers, first)
    said(run, "", "Thanks", asks, reply)
    with transaction():
        runs.resolve(run, reply, by=asks, now=NOW)
        runs.resolve(run, first, by=answers, now=NOW)
    found = runs.comments(run)
    assert [(one.about, one.answers, one.by) for one in found] == [
        ("card", None, asks),
        ("card", first, answers),
        ("card", first, asks),
    ]
    assert [one.resolved_by for one in found] == [asks, None, None]


def test_comment_that_is_sent_again_with_its_form_stands_once_and_another_text_stands_too(programme: Programme) -> None:
    with transaction():
        user = a_user().id
    run = checked(programme, "catalogue", FILE)

    def send(body: str) -> int:
        with transaction():
            return runs.comment(run, "card", body, by=user, of_partner=True, ref="R1", now=NOW)

    first, again, other = send("Up to 495?"), send("Up to 495?"), send("Up to 500?")
    assert first == again != other
    assert [one.body for one in runs.comments(run)] == ["Up to 495?", "Up to 500?"]


@pytest.mark.parametrize(("about", "body"), [("nothing", "Hello"), ("card", "  "), ("card", "x" * 2001)])
def test_comment_about_nothing_or_without_words_is_refused(programme: Programme, about: str, body: str) -> None:
    with transaction():
        user = a_user().id
    with pytest.raises(runs.BadComment):
        said(checked(programme, "catalogue", FILE), about, body, user)


def test_nothing_is_said_once_the_run_has_ended_nor_of_another_runs_comment(programme: Programme) -> None:
    with transaction():
        user = a_user().id
    run, other = checked(programme, "catalogue", FILE), checked(programme, "catalogue", FILE + " ")
    first = said(run, "card", "Hello", user)
    with pytest.raises(runs.NoComment):
        said(other, "", "An answer", user, first)
    with pytest.raises(runs.NoComment), transaction():
        runs.resolve(other, first, by=user, now=NOW)
    with transaction():
        ended = runs.discard(run.id, now=NOW)
    with pytest.raises(runs.RunNotThere):
        said(ended, "card", "Too late", user)
