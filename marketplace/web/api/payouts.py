"""What a bank says became of payments to partners, handed in by the programme's own machine instead of a person with a file."""

from typing import Any

from pydantic import Field

from marketplace import reconciliation
from marketplace.core import clock
from marketplace.integrations.banks import pain002
from marketplace.web.api import access, documents, lists
from marketplace.web.api.belonging import OfPayouts, Out
from marketplace.web.api.mutation import idempotent
from marketplace.web.api.schemas import In, Line

REPORT_MAX = 2**20  # characters; a larger report is uploaded at the console
blueprint = documents.blueprint("payouts", "What became of payments to partners, as their bank says it.")


class NewReport(In):
    name: Line = Field("pain.002", max_length=200, description="What the file is called.")
    report: str = Field(
        min_length=1, max_length=REPORT_MAX, description="The bank's report (pain.002), as XML.", examples=["<Document>…"]
    )  # fmt: skip


class Heard(Out):
    new: OfPayouts[dict[str, int]] = Field(
        description="Payments told of for the first time, by what became of them: accepted, confirmed, failed, name_mismatch, returned."
    )
    known: OfPayouts[int] = Field(description="Statuses that were known, or cannot follow what is known.")
    foreign: OfPayouts[int] = Field(description="Statuses of payments that are none of the programme's.")


@blueprint.post(
    "/payment-statuses", responses=documents.gives(201, Heard, 409), openapi_extensions=documents.IDEMPOTENCY_KEY
)
@idempotent()
@access.scope("payouts:status")
def create_payment_statuses(body: NewReport) -> tuple[dict[str, Any], int]:
    """Hand in what a bank says became of payments

    As its file uploaded at the console, but at once: the key is the programme's own, so that no second person looks at what was rejected.
    What failed is owed again, what arrived settles its statement, and what was told before changes nothing. Scope `payouts:status`.
    """
    if access.client.member_id is not None:
        raise lists.BoundKey
    statuses = pain002.read(body.name, body.report.encode())
    heard = reconciliation.take_statuses(access.client.programme_id, statuses, known_by="key", now=clock.now())
    return access.given(Heard(new=heard.new, known=heard.known, foreign=heard.foreign)), 201
