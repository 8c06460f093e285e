"""What a bank's report of payments opens again: at once by the programme's own key, with a second person where somebody brings it as a file."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace import approvals, settlements
from marketplace import reconciliation as desk
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.jobs.runs import carry_on
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf
from tests.builders.runs import NOW as UPLOADED
from tests.builders.runs import checked, started

NOW = datetime(2026, 11, 20, tzinfo=UTC)
REPORT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-11-20T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{ref}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>{ref}-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>{status}</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


def test_rejection_in_a_file_waits_for_a_second_person_and_other_news_does_not(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf()
        programme, partner_id = shelf.programme, shelf.brand.partner_id
        _, owner = deals.two_sides(programme, partner_id)
        finance, manager = staff(programme, "finance").id, staff(programme, "manager").id
        paid = deals.a_settled_contract(programme, partner_id, manager=manager, owner=owner, finance=finance, now=NOW)
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]

    def report(status: str) -> str:
        return REPORT.format(ref=run.ref, name=f"{run.ref[:20]}-{line}", status=status)

    def state() -> str:
        return settlements.payments(run.id)[0].state

    by = Actor("user", finance)
    taken = checked(programme, "payment_status", report("PDNG"), by=by)  # type: ignore[arg-type]
    carry_on(started(taken, by=by).id)
    assert state() == "accepted", "that opens no debt"
    rejected = checked(programme, "payment_status", report("RJCT"), by=by)  # type: ignore[arg-type]
    assert (rejected.state, rejected.size) == ("checked", 1)
    waits = started(rejected, by=by)
    assert (waits.state, state()) == ("awaiting_approval", "accepted")
    with pytest.raises(Exception, match="payout_event_by_two"), transaction():
        settlements.happened(line, "failed", known_by="file", now=NOW)
    asked = approvals.open_for(programme.id, "run_payment_status", str(waits.id), now=UPLOADED)
    assert asked is not None
    assert finance not in {one.id for one in approvals.could_approve(asked)}
    with transaction(by=Actor("user", manager)):
        approvals.approve(asked.id, seen=asked.digest, by=manager, now=UPLOADED)
    carry_on(waits.id)
    (payment,) = settlements.payments(run.id)
    assert [(one.what, one.known_by) for one in payment.events] == [("accepted", "file"), ("failed", "file")]
    assert payment.released_at is not None


def test_rejection_by_the_programmes_own_key_needs_nobody(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf()
        programme, partner_id = shelf.programme, shelf.brand.partner_id
        _, owner = deals.two_sides(programme, partner_id)
        manager, finance = staff(programme, "manager").id, staff(programme, "finance").id
        paid = deals.a_settled_contract(programme, partner_id, manager=manager, owner=owner, finance=finance, now=NOW)
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]
        told = desk.PaymentStatus("payment", run.ref, f"{run.ref}-1", f"{run.ref[:20]}-{line}", "rejected", "AC04", "")
        assert desk.take_statuses(programme.id, [told], known_by="key", now=NOW).new == {"failed": 1}
