"""Lists for machines: the same description as the pages; each key sees its programme, a bound one its member."""

from flask import Flask

from marketplace.core import audit
from marketplace.core.db import transaction
from tests.builders.api import a_caller
from tests.builders.orders import NOW, a_member


def test_members_come_page_by_page_masked_and_of_the_keys_programme(app: Flask) -> None:
    caller, stranger = a_caller(app), a_caller(app)
    with app.app_context(), transaction():
        for _ in range(3):
            a_member(caller.shelf.programme)
    seen, cursor = [], {}
    while True:
        answer = caller.get("/members", limit=2, **cursor)
        assert answer.status_code == 200
        seen += answer.json["items"]
        if answer.json["next"] is None:
            break
        cursor = {"cursor": answer.json["next"]}
    assert len({row["number"] for row in seen}) == len(seen) == 4
    assert stranger.number not in {row["number"] for row in seen}
    assert all("…" in row["email"] for row in seen)
    assert caller.get("/members", q=caller.number).json["items"][0]["balance"] == 1000


def test_a_key_of_one_member_lists_him_alone_and_no_audit(app: Flask) -> None:
    caller = a_caller(app, bound=True)
    with app.app_context(), transaction():
        a_member(caller.shelf.programme)
    assert [row["number"] for row in caller.get("/members").json["items"]] == [caller.number]
    answer = caller.get("/audit")
    assert (answer.status_code, answer.json["code"]) == (403, "key_bound_to_member")


def test_audit_needs_its_scope_and_holds_what_is_of_the_programme(app: Flask) -> None:
    caller, stranger = a_caller(app), a_caller(app)
    with app.app_context(), transaction():
        for programme in (caller.shelf.programme, stranger.shelf.programme):
            audit.record("tests.seen", f"programme:{programme.id}", at=NOW, after={"n": programme.id})
        audit.record("tests.seen", "promise:1", at=NOW)
    rows = caller.get("/audit", action="tests.").json["items"]
    assert [row["after"] for row in rows] == [{"n": caller.shelf.programme.id}]
    assert a_caller(app, scopes=("members:read",)).get("/audit").status_code == 403
    assert caller.get("/audit", actor="nobody").status_code == 422
    assert caller.get("/audit", at_from="2026-11-22", at_to="2026-11-21").status_code == 422
    assert caller.get("/audit", unknown="1").status_code == 422
