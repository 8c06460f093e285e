"""A contract between partners: two people begin it, one ends it with a reason, and both partners see it while it lasts and after."""

import re

from flask import Flask

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme


def test_contract_is_begun_by_two_ended_by_one_and_stays_in_sight(app: Flask) -> None:
    with app.app_context(), transaction():
        programme = a_programme()
        issuer, acceptor = (
            partners.partner(a_brand(programme, slug=slug, name_en=slug.title()).partner_id)
            for slug in ("lenta", "magnit")
        )
        people = [
            staff(programme, "manager").id,
            staff(programme, "manager").id,
            staff(programme, "owner", partner_id=issuer.id).id,
        ]
        ids, slug = (issuer.id, acceptor.id), issuer.slug
    first, second, owner = (app.test_client() for _ in people)
    for client, person in zip((first, second, owner), people, strict=True):
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        sign_in(client, person, fresh=True)

    page = first.get("/console/acceptances").text
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', page)
    assert ref is not None
    asked = {"issuer": ids[0], "acceptor": ids[1], "why": "A pilot", "ref": ref[1]}
    same = first.post("/console/acceptances", data=asked | {"acceptor": ids[0], "csrf_token": csrf(first)})
    assert same.status_code == 422
    proposal = first.post("/console/acceptances", data=asked | {"csrf_token": csrf(first)}).location
    with app.app_context():
        assert tills.acceptances(ids[0]) == []
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', second.get(f"{proposal}/approval").text)
    assert seen is not None
    approved = {"csrf_token": csrf(second), "seen": seen[1], "note": ""}
    assert second.post(f"{proposal}/approval", data=approved).status_code == 303
    with app.app_context():
        (contract,) = tills.acceptances(ids[0])
    assert "takes our cards" in owner.get(f"/partner/{slug}/terminals").text

    path = f"/console/acceptances/{contract.id}/ending"
    assert first.post(path, data={"csrf_token": csrf(first), "why": ""}).status_code == 422
    assert first.post(path, data={"csrf_token": csrf(first), "why": "The pilot is over"}).status_code == 303
    with app.app_context():
        assert tills.acceptances(ids[1]) == []
        (ended,) = tills.acceptances_ever(ids[1])
        assert ended.ended_at is not None
        assert ended.ended_at <= clock.now()
    assert "Ended" in first.get("/console/acceptances").text
    assert ", ended" in owner.get(f"/partner/{slug}/terminals").text
