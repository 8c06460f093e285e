"""Who did what in the programme, for monitoring systems."""

from marketplace import reports
from marketplace.core.listing import Asker
from marketplace.web.api import access, documents, lists

blueprint = documents.blueprint("audit", "Who did what to what, when and why. Append-only.")


def _all() -> Asker:
    if access.client.member_id is not None:
        raise lists.BoundKey
    return Asker(reports.audit_scope(access.client.programme_id, installation=False))


FIELDS = ("at", "actor", "address", "action", "subject", "why", "before", "after", "request")
lists.serve(
    blueprint, "/audit", reports.AUDIT, scope="audit:read", fields=FIELDS, about="Who did what in the programme", asker=_all, name="list_audit"
)  # fmt: skip
