"""Members: numbers that betray a slip, one membership a programme, cards that earn for one, and what they want to hear."""

from datetime import datetime

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from marketplace import ledger, members
from marketplace.core.db import db, execute, transaction
from marketplace.core.formats import masked_phone
from marketplace.members import rules
from tests.builders.identity import a_user
from tests.builders.members import a_member
from tests.builders.programmes import a_programme


@settings(max_examples=50)
@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_and_one_swap_are_always_found(place: int, step: int) -> None:
    number = rules.new_number()
    assert members.is_number(number)
    assert len(number) == 10
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not members.is_number(wrong)
    at = min(place, 8)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert members.is_number(swapped) == (swapped == number)


@pytest.mark.parametrize("text", ["", "123", "12345678901", "١٢٣٤٥٦٧٨٩٠", "abcdefghij", "123456789 "])
def test_what_is_no_number_is_none(text: str) -> None:
    assert not members.is_number(text)


def test_joining_opens_an_account_and_twice_is_once(ctx: Flask, now: datetime) -> None:
    with transaction():
        programme = a_programme()
        user = a_user()
        first = a_member(programme, user=user, first_name=" Анна ", last_name="Соколова")
        again = a_member(programme, user=user, first_name="Другая")
    assert first.id == again.id
    assert (first.name, first.initials) == ("Анна Соколова", "АС")
    assert not any(told in repr(first) for told in ("Анна", "Соколова", first.email)), "a log does not say who"
    account = ledger.account(programme.id, "member", owner_id=first.id)
    assert ledger.balance(account, programme.day(now)) == 0


def test_one_person_is_two_members_in_two_programmes(ctx: Flask) -> None:
    with transaction():
        here, there = a_programme(), a_programme()
        user = a_user()
        first, second = a_member(here, user=user), a_member(there, user=user)
    assert first.id != second.id
    assert members.of_user(user.id, here.id) == first
    assert members.of_user(user.id, there.id) == second
    assert members.by_number(there.id, first.number) is None


def test_a_number_brought_along_must_be_free(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        a_member(programme, number="770001842261")
    with pytest.raises(members.NumberTaken), transaction():
        a_member(programme, number="770001842261")
    assert members.by_number(programme.id, "7700 0184-2261") is not None


def holders_of(programme_id: int, *tokens: str) -> list[tuple[str, int, datetime | None, datetime | None]]:
    sql = members.card_holders("SELECT unnest(%(tokens)s::text[])")
    return execute(sql, {"programme": programme_id, "tokens": list(tokens)}).all()


def test_one_address_is_one_persons_whatever_its_spelling(ctx: Flask, now: datetime) -> None:
    known = {"first_name": "Anna", "language": "ru", "now": now}
    with transaction():
        programme = a_programme(texts=False)
        anna = members.guest(programme, email="Anna@xn--e1afmkfd.xn--p1ai", **known)
        assert anna.email == "anna@пример.рф"
        for same in ("anna@пример.рф", "\uff41nna@пример.рф ", "anna@\u00adXN--e1afmkfd.xn--p1ai"):
            assert members.guest(programme, email=same, **known).id == anna.id, same
            assert [one.id for one in members.reached_by(programme.id, email=same, phone="")] == [anna.id], same


def test_a_bank_card_earns_for_one_member(ctx: Flask, now: datetime) -> None:
    with transaction():
        programme = a_programme()
        anna, boris = a_member(programme), a_member(programme)
        card = members.bind_card(anna, "220220******1186", now)
        assert members.bind_card(anna, "220220******1186", now).id == card.id
    with pytest.raises(members.CardTaken), transaction():
        members.bind_card(boris, "220220******1186", now)
    assert holders_of(programme.id, "220220******1186", "unknown") == [(card.token, anna.id, None, None)]
    with pytest.raises(members.NoSuchCard), transaction():
        members.unbind_card(boris, card.id, now=now)
    with transaction():
        members.unbind_card(anna, card.id, now=now)
        members.bind_card(boris, "220220******1186", now)
    assert holders_of(programme.id, "220220******1186") == [
        (card.token, anna.id, now, now), (card.token, boris.id, now, None),
    ]  # fmt: skip
    assert members.cards(anna.id) == []


@pytest.mark.parametrize(
    "token", ["", "123", "4276550000008393", "4276 5500 0000 8393", "4276-5500-0000-8393", "x" * 65, "токен-карты"]
)
def test_a_whole_card_number_is_never_taken(ctx: Flask, now: datetime, token: str) -> None:
    with pytest.raises(members.BadToken), transaction():
        members.bind_card(a_member(a_programme()), token, now)


def test_a_member_is_told_what_concerns_him_until_he_says_no_and_news_once_he_asks(ctx: Flask) -> None:
    with transaction():
        member = a_member(a_programme())
        assert members.notifications(member.id) == {"orders": True, "expiry": True, "accruals": True, "news": False}
        members.set_notification(member.id, "news", wanted=False)
        members.set_notification(member.id, "expiry", wanted=False)
        members.set_notification(member.id, "expiry", wanted=True)
    assert members.notifications(member.id) == {"orders": True, "expiry": True, "accruals": True, "news": False}
    assert not members.wants(member.id, "news")
    with pytest.raises(members.UnknownNotification), transaction():
        members.set_notification(member.id, "gossip", wanted=True)


def test_the_audit_of_a_profile_names_fields_and_no_content(ctx: Flask, now: datetime) -> None:
    with transaction():
        member = a_member(a_programme())
    with transaction():
        for _ in range(2):
            members.update_profile(
                member, first_name="Анна", last_name="Иванова", phone="+79000004218", city=None, language="en",
                now=now,
            )  # fmt: skip
    [record] = db.session.execute(
        text("SELECT before, after FROM audit_records WHERE action = 'members.update_profile'")
    )
    assert record.before.keys() == record.after.keys() == {"language", "last_name", "phone"}
    assert (record.before["language"], record.after["language"]) == ("ru", "en")
    assert (record.after["last_name"], record.after["phone"]) == ("И…", masked_phone("+79000004218"))
    assert "Иванова" not in str(record.after)


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("first_name", "Татьяна", "Тамара", ("Т… (…т…)", "Т… (…м…)")),
        ("last_name", "Орлов", "Орлова", ("О…", "О… (…а…)")),
        ("first_name", "Анна", "Яна", ("А…", "Я…")),
        ("first_name", "Анна", "", ("А…", "")),
        ("phone", "+79000004218", "+79110004218", (f"{masked_phone('+79000004218')} (…0…)", f"{masked_phone('+79110004218')} (…1…)")),
        ("phone", None, "+79110004218", ("", masked_phone("+79110004218"))),
        ("city_slug", None, "tver", (None, "tver")),
    ],
)  # fmt: skip
def test_what_changed_in_a_profile_can_be_told_apart_and_names_nobody(
    field: str, before: str | None, after: str | None, told: tuple[str | None, str | None]
) -> None:
    assert rules.told_apart(field, before, after) == told
