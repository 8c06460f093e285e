"""Who did what: the audit as a list. A record belongs to the programme of the thing that it is about."""

from collections.abc import Sequence
from typing import Any

from marketplace.core.db import execute
from marketplace.core.formats import masked_email
from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Prefix, Row

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
    "till_alarm": ("till_alarms JOIN partners ON partners.id = partner_id", "programme_id"),
    "acceptance": ("acceptances JOIN partners ON partners.id = issuer_partner_id", "programme_id"),
    "run": ("runs", "programme_id"),
    "contract": ("contracts JOIN partners ON partners.id = partner_id", "programme_id"),
    "statement": ("statements JOIN partners ON partners.id = partner_id", "programme_id"),
    "payout_run": ("payout_runs", "programme_id"),
    "netting": ("nettings", "programme_id"),
    "payout_line": ("payout_lines JOIN partners ON partners.id = partner_id", "programme_id"),
    "expectation": ("expectations", "programme_id"),
    "payment": ("payments", "programme_id"),
    "partner": ("partners", "programme_id"),
    "application": ("partner_applications", "programme_id"),
    "invitation": ("invitations", "programme_id"),
    "case": ("cases", "programme_id"),
    "letter": ("mails", f"coalesce(programme_id, {INSTALLATION})"),
    "proposal": ("proposals", "programme_id"),
    "transfer": ("transfers", "programme_id"),
    "catalogue_draft": ("catalogue_drafts", "programme_id"),
    "publication": ("catalogue_publications", "programme_id"),
}
_FULL_NAME = "btrim(first_name || ' ' || last_name)"
_BOTH = """(SELECT name_{0} FROM partners WHERE partners.id = acceptor_partner_id) || ' ← '
    || (SELECT name_{0} FROM partners WHERE partners.id = issuer_partner_id)"""
_PARTNER = "(SELECT name_{0} FROM partners WHERE partners.id = partner_id)"
_KINDS = " ".join(
    f"WHEN '{kind}' THEN (SELECT {of} FROM {table} WHERE {table.split()[0]}.id = split_part(record.subject, ':', 2)::bigint)"  # noqa: S608
    for kind, (table, of) in _PROGRAMMES.items()
)
# What people know a thing by, in two languages, and the name of its page, by its kind; nothing where there is no such row.
_KNOWN_AS = {
    "programme": ("programmes", "name_ru", "name_en", "NULL"),
    "member": ("members", _FULL_NAME, _FULL_NAME, "number"),
    "user": ("users", "email", "email", "NULL"),
    "client": ("api_clients", "name", "name", "NULL"),
    "brand": ("brands", "name_ru", "name_en", "NULL"),
    "code": ("codes", "last4", "last4", "NULL"),
    "batch": ("batches", "name", "name", "id::text"),
    "order": ("orders", "id::text", "id::text", "id::text"),
    "payment": ("payments", "public_id", "public_id", "public_id"),
    "giftcard": ("giftcards", "last4", "last4", "public_id"),
    "webhook": ("webhook_endpoints", "url", "url", "NULL"),
    "supplier": ("supplier_connections", "name", "name", "NULL"),
    "terminal": ("terminals", "name", "name", "NULL"),
    "acceptance": ("acceptances", _BOTH.format("ru"), _BOTH.format("en"), "NULL"),
    "run": ("runs", "file_name", "file_name", "id::text"),
    "contract": ("contracts", "number", "number", "NULL"),
    "statement": ("statements", "number", "number", "number"),
    "payout_run": ("payout_runs", "pays_on::text", "pays_on::text", "id::text"),
    "netting": ("nettings", "drafted_at::date::text", "drafted_at::date::text", "id::text"),
    "payout_line": ("payout_lines", _PARTNER.format("ru"), _PARTNER.format("en"), "NULL"),
    "catalogue_draft": ("catalogue_drafts", _PARTNER.format("ru"), _PARTNER.format("en"), "NULL"),
    "publication": ("catalogue_publications", _PARTNER.format("ru"), _PARTNER.format("en"), "NULL"),
    "till_alarm": ("till_alarms", "kind", "kind", "NULL"),
    "expectation": ("expectations", "label", "label", "id::text"),
    "partner": ("partners", "name_ru", "name_en", "id::text"),
    "application": ("partner_applications", "known_as", "known_as", "ref"),
    "invitation": ("invitations", "email", "email", "NULL"),
    "case": ("cases", "id::text", "id::text", "id::text"),
    "letter": ("mails", "subject", "subject", "id::text"),
    "proposal": ("proposals", "kind", "kind", "ref"),
    "promise": ("outbox", "topic", "topic", "NULL"),
}


def _of_subject(at: int) -> str:
    """The SQL of what stands at this place of `_KNOWN_AS` for the thing of a record."""
    number = "split_part(record.subject, ':', 2)::bigint"
    kinds = " ".join(
        f"WHEN '{kind}' THEN (SELECT {known[at]} FROM {known[0]} WHERE {known[0]}.id = {number})"  # noqa: S608
        for kind, known in _KNOWN_AS.items()
    )
    return f"CASE WHEN record.subject ~ '^[a-z_]+:[0-9]{{1,18}}$' THEN CASE split_part(record.subject, ':', 1) {kinds} END END"


_ACTOR = f"""CASE record.actor_kind
    WHEN 'user' THEN coalesce(nullif(person.name, ''),
        (SELECT {_FULL_NAME} FROM members WHERE members.user_id = record.actor_id AND members.programme_id = %(programme)s))
    WHEN 'client' THEN (SELECT name FROM api_clients WHERE api_clients.id = record.actor_id)
    WHEN 'terminal' THEN (SELECT name FROM terminals WHERE terminals.id = record.actor_id) END"""  # noqa: S608 - our own names
# NULL for a thing of these kinds that is not there (any more): nobody sees its records.
_PROGRAMME = f"""CASE WHEN record.subject ~ '^[a-z_]+:[0-9]{{1,18}}$'
    THEN CASE split_part(record.subject, ':', 1) {_KINDS} ELSE {INSTALLATION} END ELSE {INSTALLATION} END"""

_CURRENCY = """CASE WHEN record.subject ~ '^giftcard:[0-9]{1,18}$'
    THEN (SELECT currency FROM giftcards WHERE giftcards.id = split_part(record.subject, ':', 2)::bigint)
    WHEN record.subject ~ '^payment:[0-9]{1,18}$'
    THEN (SELECT currency FROM payments WHERE payments.id = split_part(record.subject, ':', 2)::bigint)
    WHEN record.subject ~ '^order:[0-9]{1,18}$' THEN record.after ->> 'currency' END"""

_TILL = """CASE WHEN split_part(record.action, '.', 1) = 'tills' AND record.after ->> 'terminal_id' ~ '^[0-9]{1,18}$'
    THEN (SELECT name FROM terminals WHERE terminals.id = (record.after ->> 'terminal_id')::bigint) END"""

AUDIT = Listing(
    name="audit",
    source="audit_records record LEFT JOIN users person ON record.actor_kind = 'user' AND person.id = record.actor_id",
    scope=f"{_PROGRAMME} IN (%(programme)s, %(installation)s)",
    key="record.id",
    columns=(
        Column("at", Kind.MOMENT, "record.at", sorts_by="at"),
        Column("actor", sql="record.actor_kind || coalesce(':' || record.actor_id, '')"),
        Column("address", Kind.EMAIL, "person.email"),
        Column("action", sql="record.action"),
        Column("subject", sql="record.subject"),
        Column("why", sql="record.why"),
        Column("before", Kind.FACTS, "record.before"),
        Column("after", Kind.FACTS, "record.after"),
        Column("request", sql="record.request_id"),
        Column("actor_kind", sql="record.actor_kind", hidden=True),
        Column("actor_name", sql=_ACTOR, hidden=True),
        Column("subject_name_ru", sql=_of_subject(1), hidden=True),
        Column("subject_name_en", sql=_of_subject(2), hidden=True),
        Column("subject_key", sql=_of_subject(3), hidden=True),
        Column("subject_currency", sql=_CURRENCY, hidden=True),
        Column("till", sql=_TILL, hidden=True),
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


def records(ids: Sequence[int], programme_id: int) -> dict[int, Row]:
    """These records as rows of the list, by their ids, with masked addresses; which ids may be asked for is the caller's to know."""
    columns = ", ".join(f"{column.sql or column.name} AS {column.name}" for column in AUDIT.columns)
    rows = execute(
        f"SELECT {AUDIT.key} AS id, {columns} FROM {AUDIT.source} WHERE {AUDIT.key} = ANY (%(ids)s)",  # noqa: S608 - our own names
        {"ids": list(ids), "programme": programme_id},
    )
    return {row["id"]: row | {"address": masked_email(row["address"] or "")} for row in rows.mappings()}
