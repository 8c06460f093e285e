"""Rate limits and pages by key."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import paging, throttle
from marketplace.core.db import execute, transaction
from marketplace.core.paging import BadCursor, BadLimit


def hit(now: datetime, key: str = "anna", limit: int = 3, seconds: int = 60) -> throttle.Rest:
    return throttle.count(key, limit, seconds, now)


def test_so_many_pass_in_a_stretch_and_then_none_until_it_ends(ctx: Flask, now: datetime) -> None:
    assert [hit(now).remaining for _ in range(3)] == [2, 1, 0]
    over = hit(now + timedelta(seconds=20))
    assert (over.remaining, over.seconds(now + timedelta(seconds=20))) == (-1, 40)
    assert hit(now, "boris").remaining == 2, "others are counted for themselves"
    assert hit(now, limit=3, seconds=3600).remaining == 2, "and other stretches"
    assert hit(now + timedelta(seconds=60)).remaining == 2


def test_in_parallel_no_more_pass_than_may(app: Flask, now: datetime) -> None:
    passed, barrier = [], threading.Barrier(8)

    def knock() -> None:
        with app.app_context():
            barrier.wait()
            for _ in range(5):
                rest = throttle.count("anna", 10, 60, now)
                passed.append(rest.remaining >= 0)

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(passed), len(passed)) == (10, 40)


@pytest.mark.parametrize("key", ["", "x" * 5000, "a\0b", "я" * 300, "\ud800"])
def test_any_key_is_counted(ctx: Flask, now: datetime, key: str) -> None:
    assert hit(now, key).remaining == 2
    assert hit(now, key).remaining == 1


def test_old_counts_are_forgotten(ctx: Flask, now: datetime) -> None:
    hit(now)
    hit(now + timedelta(days=1))
    with transaction():
        assert throttle.forget(now + timedelta(hours=1)) == 1
        assert execute("SELECT count(*) FROM throttle").scalar_one() == 1


@given(
    st.lists(
        st.one_of(
            st.integers(-(2**62), 2**62),
            st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_cursor_gives_back_what_went_in(parts: list[int | str]) -> None:
    assert paging.decode(paging.encode(parts), *(type(part) for part in parts)) == parts


@given(st.text(max_size=80))
def test_a_made_up_cursor_is_refused_or_of_the_right_types(cursor: str) -> None:
    try:
        parts = paging.decode(cursor, int, str)
    except BadCursor:
        return
    assert [type(part) for part in parts] == [int, str]


@pytest.mark.parametrize("parts", [[2**63], [True], [1.5], [None], ["a\0"], [[1]], [], [1, 2], ["1"]])
def test_a_cursor_of_another_list_is_refused(parts: list[object]) -> None:
    with pytest.raises(BadCursor):
        paging.decode(paging.encode(parts), int)  # type: ignore[arg-type]


def test_a_page_knows_whether_more_follows() -> None:
    page = paging.page([1, 2, 3], 2, lambda n: [n])
    assert page.items == [1, 2]
    assert page.next is not None
    assert paging.decode(page.next, int) == [2]
    assert paging.page([1, 2], 2, lambda n: [n]).next is None
    assert paging.page([], 2, lambda n: [n]).items == []
    for limit in (0, -1, 101):
        with pytest.raises(BadLimit):
            paging.checked_limit(limit)


def test_a_rest_says_whole_seconds_and_never_none() -> None:
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert throttle.Rest(1, 0, at + timedelta(milliseconds=1500)).seconds(at) == 2
    assert throttle.Rest(1, 0, at).seconds(at) == 1
