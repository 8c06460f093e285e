"""Roles by object: held in one programme or for one partner, and nowhere else."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace import identity
from marketplace import programmes as the_programmes
from marketplace.core.audit import SYSTEM, Actor
from marketplace.core.db import db, transaction
from tests.builders.identity import PASSWORD, a_user
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme


@pytest.fixture
def programmes(ctx: Flask) -> tuple[int, int]:
    with transaction():
        return a_programme().id, a_programme().id


def held(user: identity.User) -> set[tuple[str, int, int | None]]:
    return {(grant.role, grant.programme_id, grant.partner_id) for grant in identity.grants(user.id)}


def test_a_role_is_held_where_it_was_given(programmes: tuple[int, int], now: datetime) -> None:
    here, there = programmes
    with transaction():
        user = a_user()
        identity.grant(user.id, "support", programme_id=here, by=SYSTEM, now=now)
    assert identity.can(user, "support", programme_id=here)
    assert not identity.can(user, "support", programme_id=there)
    assert not identity.can(user, "manager", programme_id=here)
    assert not identity.can(user, "partner", programme_id=here)


def test_an_admin_stands_for_all_staff_but_for_no_partner(programmes: tuple[int, int], now: datetime) -> None:
    here, there = programmes
    with transaction():
        user = a_user()
        identity.grant(user.id, "admin", programme_id=here, by=SYSTEM, now=now)
    assert [identity.can(user, role, programme_id=here) for role in identity.ROLES] == [True, True, True, True, False]
    assert not any(identity.can(user, role, programme_id=there) for role in identity.ROLES)


def test_a_partners_user_acts_for_his_partner_alone(programmes: tuple[int, int], now: datetime) -> None:
    here, _ = programmes
    with transaction():
        user = a_user()
        own = a_partner(the_programmes.get(here))
        identity.grant(user.id, "partner", programme_id=here, partner_id=own.id, by=SYSTEM, now=now)
    assert identity.can(user, "partner", programme_id=here, partner_id=own.id)
    assert not identity.can(user, "partner", programme_id=here, partner_id=own.id + 1)
    assert not identity.can(user, "support", programme_id=here)


def test_giving_twice_is_giving_once_and_each_change_is_audited(programmes: tuple[int, int], now: datetime) -> None:
    here, _ = programmes
    boss = Actor("user", 5)
    with transaction():
        user = a_user()
        for _ in range(2):
            identity.grant(user.id, "finance", programme_id=here, by=boss, now=now)
    assert held(user) == {("finance", here, None)}
    with transaction():
        for _ in range(2):
            identity.revoke(user.id, "finance", programme_id=here, by=boss, now=now)
    assert held(user) == set()
    audited = db.session.execute(
        text("SELECT action, actor_id FROM audit_records WHERE action LIKE 'identity.%' ORDER BY id")
    )
    assert [tuple(row) for row in audited] == [("identity.grant", 5), ("identity.revoke", 5)]


@pytest.mark.parametrize(("role", "partner_id"), [("owner", None), ("partner", None), ("support", 7), ("", None)])
def test_a_role_that_does_not_exist_is_refused(
    programmes: tuple[int, int], now: datetime, role: str, partner_id: int | None
) -> None:
    with pytest.raises(identity.UnknownRole), transaction():
        identity.grant(a_user().id, role, programme_id=programmes[0], partner_id=partner_id, by=SYSTEM, now=now)


def test_a_changed_role_ends_the_sessions(programmes: tuple[int, int], now: datetime) -> None:
    with transaction():
        user = a_user()
        key = identity.begin_session(user, now=now)
        before = user.fs_uniquifier
    assert identity.signed_in(before, key, now) == user
    with transaction():
        identity.grant(user.id, "manager", programme_id=programmes[0], by=SYSTEM, now=now)
    assert identity.signed_in(before, key, now) is None
    assert identity.signed_in(user.fs_uniquifier, key, now) is None


def test_staff_is_signed_in_for_half_a_day_and_members_for_a_month(programmes: tuple[int, int], now: datetime) -> None:
    with transaction():
        member, worker = a_user(), a_user()
        identity.grant(worker.id, "support", programme_id=programmes[0], by=SYSTEM, now=now)
        keys = {user: identity.begin_session(user, now=now) for user in (member, worker)}
    later = now + timedelta(hours=12)
    assert identity.signed_in(member.fs_uniquifier, keys[member], later) == member
    assert identity.signed_in(worker.fs_uniquifier, keys[worker], later) is None
    assert identity.signed_in(member.fs_uniquifier, keys[member], now + timedelta(days=30)) is None


def test_a_closed_account_is_signed_in_nowhere(ctx: Flask, now: datetime) -> None:
    with transaction():
        user = a_user()
        key = identity.begin_session(user, now=now)
    with transaction():
        user.active = False
    assert identity.signed_in(user.fs_uniquifier, key, now) is None


def test_an_address_is_taken_once_whatever_its_case(ctx: Flask, now: datetime) -> None:
    with transaction():
        a_user("anna@example.org")
    with pytest.raises(identity.EmailTaken), transaction():
        identity.create_user("Anna@Example.org", PASSWORD, now=now)
    with pytest.raises(identity.WeakPassword) as refused, transaction():
        identity.create_user("timur@example.org", "timur", now=now)
    assert refused.value.facts == {"fault": "short"}
