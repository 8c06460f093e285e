"""Roles by object: held in one programme or for one partner, and nowhere else."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from marketplace import identity
from marketplace import programmes as the_programmes
from marketplace.core.actors import OPERATOR, Actor
from marketplace.core.db import db, execute, transaction
from marketplace.identity import INSTALLATION_ROLES, PARTNER_ROLES, PERMISSIONS, STAFF_ROLES, Permission, Role
from tests.builders.identity import PASSWORD, a_user
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme


@pytest.fixture
def programmes(ctx: Flask) -> tuple[int, int]:
    with transaction():
        return a_programme().id, a_programme().id


def grant_of(user: identity.User, role: str, programme_id: int | None) -> identity.Held:
    found = identity.grant_of(user.id, role, programme_id=programme_id)
    assert found is not None
    return found


def held(user: identity.User) -> set[tuple[str, int | None, int | None]]:
    return {(grant.role, grant.programme_id, grant.partner_id) for grant in identity.grants(user.id)}


def test_a_role_counts_where_it_was_given(programmes: tuple[int, int], now: datetime) -> None:
    here, there = programmes
    with transaction():
        user = a_user()
        identity.grant(user.id, "support", programme_id=here, now=now)
    assert identity.can(user, Permission.LETTERS_READ, programme_id=here)
    assert identity.can(user, Permission.LETTERS_READ, programme_id=here, partner_id=1), "staff sees every partner's"
    assert not identity.can(user, Permission.LETTERS_READ, programme_id=there)
    assert not identity.can(user, Permission.RUNS_CATALOGUE, programme_id=here)


def test_an_admin_may_all_that_staff_may_and_nothing_of_partners_and_the_house() -> None:
    staff = frozenset[Permission]().union(*(PERMISSIONS[role] for role in STAFF_ROLES))
    others = PERMISSIONS[Role.INSTALLATION] | PERMISSIONS[Role.CASHIER]
    assert PERMISSIONS[Role.ADMIN] == staff
    assert not PERMISSIONS[Role.ADMIN] & (others - {Permission.CONSOLE_OPEN})


def test_every_role_is_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(PERMISSIONS) == set(Role) == {*STAFF_ROLES, *PARTNER_ROLES, *INSTALLATION_ROLES}
    assert frozenset[Permission]().union(*PERMISSIONS.values()) == set(Permission)


def test_a_partners_user_acts_for_his_partner_alone(programmes: tuple[int, int], now: datetime) -> None:
    here, there = programmes
    with transaction():
        user = a_user()
        own = a_partner(the_programmes.get(here))
        identity.grant(user.id, "catalogue", programme_id=here, partner_id=own.id, now=now)
    load = Permission.RUNS_CATALOGUE
    assert identity.can(user, load, programme_id=here, partner_id=own.id)
    assert not identity.can(user, load, programme_id=here, partner_id=own.id + 1)
    assert not identity.can(user, load, programme_id=there, partner_id=own.id)
    assert not identity.can(user, load, programme_id=here), "the whole programme's things are not his"
    assert not identity.can(user, Permission.CONSOLE_OPEN, programme_id=here)
    assert identity.partners_of(user, load, programme_id=here) == [own.id]
    assert identity.partners_of(user, load, programme_id=there) == []


def test_who_looks_after_the_installation_does_so_everywhere_and_reads_no_programmes_letters(
    programmes: tuple[int, int], now: datetime
) -> None:
    with transaction():
        user = a_user()
        identity.grant(user.id, "installation", programme_id=None, now=now)
    assert [identity.can(user, Permission.PROMISES_READ, programme_id=where) for where in programmes] == [True, True]
    assert not any(identity.can(user, Permission.LETTERS_READ, programme_id=where) for where in programmes)


def test_giving_twice_is_giving_once_and_each_change_is_audited(programmes: tuple[int, int], now: datetime) -> None:
    here, _ = programmes
    boss = Actor("user", 5)
    with transaction(by=boss):
        user = a_user()
        for _ in range(2):
            identity.grant(user.id, "finance", programme_id=here, now=now)
    assert held(user) == {("finance", here, None)}
    (given,) = identity.team(here)[0].grants
    with transaction(by=boss):
        for _ in range(2):
            identity.revoke(given, by=boss, why="moved on", now=now)
    assert held(user) == set()
    audited = db.session.execute(
        text(
            """SELECT action, actor_id, before -> 'roles', after -> 'roles', why FROM audit_records
                WHERE action LIKE 'identity.%' ORDER BY id"""
        )
    )
    finance = [{"role": "finance"}]
    assert [tuple(row) for row in audited] == [
        ("identity.grant", 5, [], finance, ""), ("identity.revoke", 5, finance, [], "moved on"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["admin", "installation"])
def test_the_last_who_gives_roles_stays_and_nobody_takes_a_role_from_himself(
    programmes: tuple[int, int], now: datetime, role: str
) -> None:
    here = programmes[0] if role == "admin" else None
    with transaction():
        first, second, shut_out = a_user(), a_user(), a_user()
        for user in (first, second, shut_out):
            identity.grant(user.id, role, programme_id=here, now=now)
        shut_out.active = False
    own, others = (grant_of(user, role, here) for user in (first, second))
    with pytest.raises(identity.OwnGrant), transaction():
        identity.revoke(own, by=Actor("user", first.id), now=now)
    with transaction():
        identity.revoke(others, by=Actor("user", first.id), now=now)
    with pytest.raises(identity.LastGrant), transaction():
        identity.revoke(own, by=OPERATOR, now=now)
    assert identity.grant_of(first.id, role, programme_id=here) == own


def test_of_two_admins_who_take_the_role_from_each_other_at_once_one_stays(
    app: Flask, programmes: tuple[int, int], now: datetime
) -> None:
    here = programmes[0]
    with transaction():
        users = [a_user(), a_user()]
        for user in users:
            identity.grant(user.id, "admin", programme_id=here, now=now)
    grants = [grant_of(user, "admin", here) for user in users]
    barrier, refused = threading.Barrier(2), []

    def take(held: identity.Held, by: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    identity.revoke(held, by=Actor("user", by), now=now)
            except identity.LastGrant:
                refused.append(held.user_id)

    pairs = [(grants[0], users[1].id), (grants[1], users[0].id)]
    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert len(refused) == 1
    assert [one.user_id for one in identity.team(here)] == refused


ODD = [
    ("lord", True, False), ("", True, False), ("owner", True, False), ("owner", False, True), ("support", True, True),
    ("support", False, False), ("installation", True, False), ("installation", True, True),
]  # fmt: skip


@pytest.mark.parametrize(("role", "in_programme", "for_partner"), ODD)
def test_a_role_that_is_not_held_there_is_refused_by_the_domain_and_by_the_database(
    programmes: tuple[int, int], now: datetime, role: str, in_programme: bool, for_partner: bool
) -> None:
    with transaction():
        user = a_user()
        partner = a_partner(the_programmes.get(programmes[0]))
    where = {"programme_id": programmes[0] if in_programme else None, "partner_id": partner.id if for_partner else None}
    with pytest.raises(identity.UnknownRole), transaction():
        identity.grant(user.id, role, **where, now=now)
    with pytest.raises(IntegrityError, match="grants_"), transaction():
        execute(
            "INSERT INTO grants (user_id, role, programme_id, partner_id) VALUES (%(user)s, %(role)s, %(p)s, %(q)s)",
            {"user": user.id, "role": role, "p": where["programme_id"], "q": where["partner_id"]},
        )


def test_a_changed_role_ends_the_sessions(programmes: tuple[int, int], now: datetime) -> None:
    with transaction():
        user = a_user()
        key = identity.begin_session(user, now=now)
        before = user.fs_uniquifier
    assert identity.signed_in(before, key, now) == user
    with transaction():
        identity.grant(user.id, "manager", programme_id=programmes[0], now=now)
    assert identity.signed_in(before, key, now) is None
    assert identity.signed_in(user.fs_uniquifier, key, now) is None


def test_staff_is_signed_in_for_half_a_day_and_members_for_a_month(programmes: tuple[int, int], now: datetime) -> None:
    with transaction():
        member, worker = a_user(), a_user()
        identity.grant(worker.id, "support", programme_id=programmes[0], now=now)
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
