"""Who did what: the audit as a list. A record belongs to the programme of the thing that it is about."""

from typing import Any

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Prefix

INSTALLATION = -1  # what stands for the programme of a thing that belongs to none
# Where the programme of a thing stands, by its kind; a kind that is not listed belongs to the installation.
_PROGRAMMES = {
    "programme": ("programmes", "id"),
    "member": ("members", "programme_id"),
    "client": ("api_clients", "programme_id"),
    "brand": ("brands", "programme_id"),
    "code": ("codes", "(SELECT programme_id FROM brands WHERE brands.id = codes.brand_id)"),
    "batch": ("batches", "programme_id"),
    "order": ("orders", "programme_id"),
    "giftcard": ("giftcards", "programme_id"),
    "webhook": ("webhook_endpoints", "programme_id"),
    "supplier": ("supplier_connections", "programme_id"),
    "terminal": ("terminals JOIN partners ON partners.id = partner_id", "programme_id"),
    "acceptance": ("acceptances JOIN partners ON partners.id = issuer_partner_id", "programme_id"),
    "run": ("runs", "programme_id"),
    "partner": ("partners", "programme_id"),
    "application": ("partner_applications", "programme_id"),
    "invitation": ("invitations", "programme_id"),
    "letter": ("mails", f"coalesce(programme_id, {INSTALLATION})"),
}
_KINDS = " ".join(
    f"WHEN '{kind}' THEN (SELECT {of} FROM {table} WHERE {table.split()[0]}.id = split_part(record.subject, ':', 2)::bigint)"  # noqa: S608
    for kind, (table, of) in _PROGRAMMES.items()
)
# NULL for a thing of these kinds that is not there (any more): nobody sees its records.
_PROGRAMME = f"""CASE WHEN record.subject ~ '^[a-z_]+:[0-9]{{1,18}}$'
    THEN CASE split_part(record.subject, ':', 1) {_KINDS} ELSE {INSTALLATION} END ELSE {INSTALLATION} END"""

AUDIT = Listing(
    name="audit",
    source="audit_records record LEFT JOIN users person ON record.actor_kind = 'user' AND person.id = record.actor_id",
    scope=f"{_PROGRAMME} IN (%(programme)s, %(installation)s)",
    key="record.id",
    columns=(
        Column("at", Kind.MOMENT, "record.at", sorts_by="id"),  # written in this order
        Column("actor", sql="record.actor_kind || coalesce(':' || record.actor_id, '')"),
        Column("address", Kind.EMAIL, "person.email"),
        Column("action", sql="record.action"),
        Column("subject", sql="record.subject"),
        Column("why", sql="record.why"),
        Column("before", Kind.FACTS, "record.before"),
        Column("after", Kind.FACTS, "record.after"),
        Column("request", sql="record.request_id"),
        Column("actor_kind", sql="record.actor_kind", hidden=True),
    ),
    sort="-at",
    filters=(
        Equal("subject", "subject"),
        Prefix("action", "action"),
        Choice("actor", {kind: f"actor_kind = '{kind}'" for kind in ("user", "client", "terminal", "operator", "system")}, ("actor_kind",)),
        Days("at", "at"),
        Equal("request", "request"),
    ),
)  # fmt: skip


def audit_scope(programme_id: int, *, installation: bool) -> dict[str, Any]:
    """Which records are seen: those of a programme, and those of the installation where that is looked after too."""
    return {"programme": programme_id, "installation": INSTALLATION if installation else programme_id}
