"""A partner disputes a line: what is refused stays on its page, beside its field, and nothing that was typed is lost."""

import io
import re
from datetime import UTC, datetime

from marketplace import settlements
from marketplace.core.db import transaction
from tests.builders import settlements as deals
from tests.web.partner.desk import Desk

TYPED = {"reason": "amount", "claimed": "300", "body": "Row 17 of our export"}


def a_line(desk: Desk) -> str:
    """A statement with one line of 271.17 was sent; where the line is disputed."""
    with desk.app.app_context(), transaction():
        of, by = deals.a_contract(desk.programme, desk.partner_id), desk.ids["manager"]
        settlements.adjust(
            desk.partner_id, 27_117, ref=f"builder:{desk.partner_id}", why="Test", by=by, now=deals.moment(10)
        )
    with desk.app.app_context(), transaction():
        made = settlements.send(deals.drawn(of), by=by, now=datetime(2026, 12, 1, 9, tzinfo=UTC))
    return f"{desk.home}/settlements/{made.number}/lines/1/dispute"


def test_partner_reads_beside_the_field_what_is_wrong_with_a_file_and_with_a_second_dispute(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    refused = owner.post(form, **TYPED, files=(io.BytesIO(b"PK\x03\x04 a table"), "till.xlsx"))
    assert refused.status_code == 422
    error = re.search(r'id="files-error".*?<span>([^<]+)<', refused.text, re.DOTALL)
    assert error is not None
    assert error[1] == "till.xlsx: Only PDF, JPEG and PNG files can be attached."
    for kept in (f'href="{desk.home}/settlements"', 'value="300"', TYPED["body"]):
        assert kept in refused.text, kept
    assert desk.rows("SELECT id FROM statement_disputes") == [], "nothing of it was done"
    assert owner.post(form, **TYPED).status_code == 303
    again = owner.post(form, **TYPED | {"body": "Once more"})
    assert again.status_code == 409
    for said in ("This line cannot be disputed", "Once more", 'value="300"'):
        assert said in again.text, said


def test_partner_who_turns_a_line_round_is_asked_once_more(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    asked = owner.post(form, **TYPED | {"claimed": "-4"})
    assert asked.status_code == 422
    assert "The line’s net has the other sign" in asked.text
    assert 'value="-400"' in asked.text, "what is agreed to by pressing again"
    assert owner.post(form, **TYPED | {"claimed": "-5"}, sure="-400").status_code == 422, "another sum"
    assert owner.post(form, **TYPED | {"claimed": "-4"}, sure="-400").status_code == 303
    assert [row.claimed for row in desk.rows("SELECT claimed FROM statement_disputes")] == [-400]
