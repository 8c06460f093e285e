"""Every operation of the API against every kind of key: its own things, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.web.api import access
from tests.builders.api import Caller, a_caller, asking

SCOPE = {
    "GET /programme": "programme:read",
    "GET /audit": "audit:read",
    "GET /members": "members:read",
    "GET /members/<number>": "members:read",
    "GET /members/<number>/lots": "members:read",
    "GET /members/<number>/history": "members:read",
    "GET /offers": "offers:read",
    "GET /offers/<int:offer_id>": "offers:read",
    "GET /quotes": "offers:read",
    "GET /orders": "orders:read",
    "GET /orders/<number>": "orders:read",
    "POST /orders": "orders:write",
    "POST /orders/<number>/cancellation": "orders:write",
    "GET /cards": "cards:read",
    "GET /cards/<card_id>": "cards:read",
    "POST /cards/<card_id>/reveals": "cards:reveal",
    "GET /webhooks": "webhooks:read",
    "GET /webhooks/deliveries": "webhooks:read",
    "GET /webhooks/<int:webhook>": "webhooks:read",
    "POST /webhooks": "webhooks:write",
    "POST /webhooks/<int:webhook>/rotation": "webhooks:write",
    "POST /webhooks/<int:webhook>/replays": "webhooks:write",
    "POST /payment-statuses": "payouts:status",
}
WITHOUT_OBJECT = {
    "GET /programme",
    "GET /offers",
    "GET /offers/<int:offer_id>",
    "GET /members",
    "GET /audit",
    "GET /webhooks",
    "GET /webhooks/deliveries",
    "POST /payment-statuses",
}
OF_ALL = {
    "GET /audit",
    "POST /payment-statuses",
    *(operation for operation in SCOPE if "/webhooks" in operation),
}  # what a key that is bound to a member has no business with
Ask = Callable[[Caller, str], int]
pytestmark = pytest.mark.proof("P17")


@pytest.fixture
def owner(app: Flask) -> Caller:
    """A key that is bound to a member who has an order and a card."""
    return a_caller(app, points=5000, stock=20, bound=True)


@pytest.fixture
def ask(owner: Caller) -> Ask:
    """Ask for an operation on the owner's things with somebody's key; gives the status."""
    given = asking(owner)
    return lambda caller, operation: given(caller, operation).status_code


def test_every_operation_is_in_the_table(app: Flask) -> None:
    served = {
        f"{method} {rule.rule.removeprefix('/api/v1')}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith(("api_page.", "api_terminal_"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == set(SCOPE)


def test_own_things_are_given_to_the_bound_key_and_to_the_programmes(app: Flask, owner: Caller, ask: Ask) -> None:
    programmes_key = a_caller(app, beside=owner)
    for operation in SCOPE:
        # a card that was opened is not given back, and what was given back is not opened
        mine = (403,) if operation in OF_ALL else (200, 201, 409)
        assert (operation, ask(owner, operation)) in [(operation, status) for status in mine]
        assert (operation, ask(programmes_key, operation)) in [(operation, status) for status in (200, 201, 409)]


def test_without_a_good_key_nothing_is_given(owner: Caller, ask: Ask) -> None:
    for spoil in ("", "vk_", owner.key[:-1] + ("0" if owner.key[-1] != "0" else "1"), owner.key * 50, "ключ"):
        stranger = Caller(owner.http, spoil.encode().decode("latin-1"), owner.shelf, owner.member, owner.number)
        assert [ask(stranger, operation) for operation in SCOPE] == [401] * len(SCOPE)


@pytest.mark.spoils_the_books
@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_key_that_has_ended_gives_nothing(app: Flask, owner: Caller, ask: Ask, column: str) -> None:
    ended = a_caller(app, beside=owner)
    with app.app_context(), transaction():
        before = {"at": clock.now() - timedelta(seconds=1), "prefix": ended.key[3:11]}
        execute(f"UPDATE api_clients SET {column} = %(at)s WHERE key_prefix = %(prefix)s", before)
    assert [ask(ended, operation) for operation in SCOPE] == [401] * len(SCOPE)


def test_key_without_the_scope_is_refused(app: Flask, owner: Caller, ask: Ask) -> None:
    for scope in identity.SCOPES:
        caller = a_caller(app, beside=owner, scopes=tuple(other for other in identity.SCOPES if other != scope))
        for operation, needed in SCOPE.items():
            if needed == scope:
                assert (operation, ask(caller, operation)) == (operation, 403)


def test_somebody_elses_things_are_not_there(app: Flask, owner: Caller, ask: Ask) -> None:
    other_member, other_programme = a_caller(app, beside=owner, bound=True), a_caller(app)
    for operation in SCOPE:
        if operation not in WITHOUT_OBJECT:
            assert (operation, ask(other_member, operation)) == (operation, 403 if operation in OF_ALL else 404)
            assert (operation, ask(other_programme, operation)) == (operation, 404)
    assert ask(other_programme, "GET /offers/<int:offer_id>") == 404


@pytest.mark.proof("P17", control=True)
def test_without_the_guard_somebody_elses_things_would_be_there(
    app: Flask, owner: Caller, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the look at the owner taken out, the test above would fail."""
    monkeypatch.setattr(access, "member_of", lambda number: members.by_number(owner.shelf.programme.id, number))
    other_member = a_caller(app, beside=owner, bound=True)
    assert ask(other_member, "GET /cards") == 200
    assert ask(other_member, "GET /members/<number>") == 200
