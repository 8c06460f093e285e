"""A list shows every row that may be seen just once, in its order, whatever is asked; and never a row of another scope."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core import listing, paging
from marketplace.core.db import execute, transaction
from marketplace.core.listing import (
    Asker,
    Choice,
    Column,
    Days,
    Equal,
    Kind,
    Listing,
    Locale,
    Numbers,
    Prefix,
    Term,
    Way,
)
from marketplace.core.paging import BadCursor

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OWN, FOREIGN = Asker({"programme": 1}), Asker({"programme": 2})
LETTERS = Listing(
    name="letters_of_the_law",
    source="mails",
    scope="programme_id = %(programme)s",
    key="mails.id",
    columns=(
        Column("subject", sorts_by="subject"),
        Column("recipient", Kind.EMAIL),
        Column("length", Kind.NUMBER, sql="length(body_text)", sorts_by="length"),
        Column("written_at", Kind.MOMENT, sorts_by="written_at"),
        Column("sent_at", Kind.MOMENT, sorts_by="sent_at", nullable=True),
        Column("in_order", Kind.MOMENT, sql="written_at", sorts_by="id"),
        Column("words", sql="translate(lower(subject), 'ё', 'е')", hidden=True),
    ),
    sort="-written_at",
    filters=(
        Choice("state", {"sent": "sent_at IS NOT NULL", "kept": "sent_at IS NULL OR false"}, uses=("sent_at",)),
        Equal("subject", "subject"),
        Prefix("about", "subject"),
        Days("written", "written_at"),
        Numbers("length", "length"),
    ),
    search=(Term("words", Way.WORDS), Term("recipient", Way.ADDRESS)),
)
SORTS = [way + name for name in LETTERS.sortable for way in ("", "-")]
LETTER = st.tuples(
    st.sampled_from(["", "a", "ab", "a%", "A_", "Яё"]),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 2)),
    st.integers(0, 2),
)
EVERY_EXAMPLE = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(letters: list[tuple[str, int, int | None, int]], programme: int = 1) -> set[int]:
    """Keep letters of a programme: subject, minutes after the start, minutes until they were sent, length."""
    with transaction():
        return {
            execute(
                """INSERT INTO mails (ref, programme_id, recipient, subject, body_text, body_html, written_at, sent_at)
                   VALUES (gen_random_uuid()::text, %(programme)s, 'anna@example.org', %(subject)s, %(text)s, '', %(at)s, %(sent)s)
                   RETURNING id""",
                {
                    "programme": programme, "subject": subject, "text": "x" * length, "at": START + timedelta(minutes=minutes),
                    "sent": None if sent is None else START + timedelta(minutes=sent),
                },
            ).scalar_one()
            for subject, minutes, sent, length in letters
        }  # fmt: skip


def afresh() -> None:
    with transaction():
        execute("DELETE FROM mails")


def asked(**given: str) -> listing.Question:
    return listing.ask(LETTERS, given, Locale("Europe/Moscow"))


def walked(question: listing.Question, size: int, meanwhile: Iterator[Any] | None = None) -> list[dict[str, Any]]:
    """All rows, page by page; something happens between the pages."""
    rows, cursor = [], ""
    while True:
        page = listing.page(LETTERS, question, OWN, cursor=cursor, limit=size)
        rows += page.items
        if page.next is None:
            return rows
        cursor = page.next
        next(meanwhile or iter(()), None)


@EVERY_EXAMPLE
@given(
    letters=st.lists(LETTER, max_size=12),
    sort=st.sampled_from(SORTS),
    size=st.integers(1, 5),
    more=st.lists(LETTER, max_size=6),
)
def test_every_row_comes_once_in_order_with_ties_nulls_and_rows_that_are_added_meanwhile(
    ctx: Flask, letters: list[Any], sort: str, size: int, more: list[Any]
) -> None:
    afresh()
    there, foreign = write(letters), write(letters, programme=2)
    rows = walked(asked(sort=sort), size, (write([one]) for one in more))
    seen = [row["id"] for row in rows]
    assert len(seen) == len(set(seen))
    assert there <= set(seen)
    assert not foreign & set(seen)
    name, last_first = LETTERS.sortable[sort.removeprefix("-")], sort.startswith("-")
    full, empty = [row for row in rows if row[name] is not None], [row for row in rows if row[name] is None]
    for part in (full, empty):
        keys = [((row[name],) if part is full else (), row["id"]) for row in part]
        assert keys == sorted(keys, reverse=last_first)
    assert rows == full + empty
    together = [
        row["id"] for part in listing.every(LETTERS, asked(sort=sort), OWN, most=100, step=size) for row in part
    ]
    assert set(together) >= set(seen)
    assert len(together) == len(set(together)) == listing.count(LETTERS, asked(), OWN, most=100)


ODD = st.text(st.sampled_from("aA%_\\'\"() ;1-=|ё"), max_size=8)


@EVERY_EXAMPLE
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "state": st.sampled_from(["sent", "kept"]), "subject": ODD, "about": ODD, "q": ODD, "length_from": st.sampled_from(["0", "1"]),
            "length_to": st.sampled_from(["1", "2"]), "written_from": st.just("2026-11-21"), "sort": st.sampled_from(SORTS),
        },
    )
)  # fmt: skip
def test_nothing_that_is_asked_widens_the_scope_and_filters_find_what_they_say(
    ctx: Flask, given: dict[str, str]
) -> None:
    afresh()
    letters: list[Any] = [
        (subject, 1, sent, length) for subject in ("a", "A%", "a_b", "ё(") for sent in (None, 1) for length in (0, 1, 2)
    ]
    write(letters)
    foreign = write(letters, programme=2)
    question = asked(**given)
    rows = walked(question, 7)
    assert not foreign & {row["id"] for row in rows}
    found = sorted((row["subject"], row["sent_at"] is None, row["length"]) for row in rows)
    plain = {name: " ".join(text.split()) for name, text in given.items()}
    assert found == sorted((s, sent is None, n) for s, _, sent, n in letters if _fits(plain, s, sent, n))
    assert listing.ask(LETTERS, question.said, Locale("Europe/Moscow")) == question, "what is said means the same again"


def _fits(given: dict[str, str], subject: str, sent: int | None, length: int) -> bool:
    words = given.get("q", "").lower().replace("ё", "е").split()
    return all((
        given.get("state", "sent" if sent is not None else "kept") == ("sent" if sent is not None else "kept"),
        not given.get("subject") or given["subject"] == subject,
        subject.startswith(given.get("about", "")),
        int(given.get("length_from", 0)) <= length <= int(given.get("length_to", 9)),
        all(word in subject.lower().replace("ё", "е") for word in words),
    ))  # fmt: skip


def test_a_day_is_the_programmes_own_from_its_midnight_to_its_midnight(ctx: Flask) -> None:
    write([("late", -721, 0, 0), ("in time", -720, 0, 0), ("last", 719, 0, 0), ("too late", 720, 0, 0)])
    question = asked(written_from="21.11.2026", written_to="2026-11-21", sort="written_at")
    assert [row["subject"] for row in walked(question, 9)] == ["in time", "last"]
    assert question.said["written_from"] == date(2026, 11, 21).isoformat()


@pytest.mark.parametrize(
    "given",
    [
        {"state": "x"}, {"sort": "recipient"}, {"sort": "--id"}, {"sort": "(select 1)"}, {"written_from": "2026-13-01"},
        {"written_from": "2026-11-22", "written_to": "2026-11-21"}, {"length_from": "1.5"}, {"length_to": "9" * 30},
        {"length_from": "2", "length_to": "1"}, {"subject": "x" * 129}, {"subject": "a\0b"}, {"q": "\ud800"}, {"q": "x" * 101},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_by_its_field(given: dict[str, str]) -> None:
    with pytest.raises(listing.BadQuestion) as refused:
        asked(**given)
    assert set(refused.value.fields) <= set(given)


def test_a_cursor_of_another_order_is_refused(ctx: Flask) -> None:
    write([("a", 0, None, 0)] * 3)
    by_day = listing.page(LETTERS, asked(), OWN, limit=1).next
    assert by_day
    for sort in (*set(SORTS) - {"-written_at"}, "-id"):
        with pytest.raises(BadCursor):
            listing.page(LETTERS, asked(sort=sort), OWN, cursor=by_day, limit=1)
    for value in ("=x", "", "=2026-11-21T09:00:00x", "=99999-01-01"):
        with pytest.raises(BadCursor):
            listing.page(LETTERS, asked(), OWN, cursor=paging.encode(["-written_at", value, 1]), limit=1)


def test_an_address_is_masked_unless_the_asker_may_see_it_and_cannot_be_guessed_bit_by_bit(ctx: Flask) -> None:
    write([("a", 0, None, 0)])
    all_seeing = Asker({"programme": 1}, sees_private=True)
    assert [row["recipient"] for row in walked(asked(), 5)] == ["a…a@example.org"]
    assert listing.page(LETTERS, asked(), all_seeing).items[0]["recipient"] == "anna@example.org"
    assert not walked(asked(q="anna@ex"), 5)
    assert walked(asked(q="Anna@example.org"), 5)
    assert listing.page(LETTERS, asked(q="anna@EX"), all_seeing).items


def test_a_name_is_read_in_the_language_of_the_asker(ctx: Flask) -> None:
    write([("любая", 1, None, 1)])
    named = replace(LETTERS, columns=(*LETTERS.columns, Column("name", sql="'Вереск'", english="'Veresk'")))
    read = {
        english: listing.page(named, asked(), Asker({"programme": 1}, english=english)).items[0]
        for english in (False, True)
    }
    assert [read[english]["name"] for english in (False, True)] == ["Вереск", "Veresk"]
    assert read[False]["subject"] == read[True]["subject"], "what has one language is read in it"


def test_a_list_without_its_scope_cannot_be_read(ctx: Flask) -> None:
    for asker in (Asker(), Asker({"programme": 1, "ask_state": "x"})):
        with pytest.raises(AssertionError):
            listing.page(LETTERS, asked(), asker)
    with pytest.raises(AssertionError):
        Listing("no_scope", "mails", " ", "id", (Column("subject"),))
    with pytest.raises(AssertionError, match="today"):
        Listing("day_aside", "mails", "true", "id", (Column("late", sql="at < %(today)s"),))
