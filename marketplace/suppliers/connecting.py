"""Connections to suppliers: made by the operator, broken when nothing is answered, well again with the first answer."""

from datetime import datetime, timedelta

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.suppliers import queries, rules, sealing
from marketplace.suppliers.values import Answer, Connection, Outcome

_SAVE = """INSERT INTO supplier_connections
        (programme_id, source, adapter, name, base_url, auth_url, client_id, secret, created_at)
    VALUES (%(programme)s, %(source)s, %(adapter)s, %(name)s, %(base)s, %(auth)s, %(client)s, '', %(now)s)
    ON CONFLICT (programme_id, source) DO UPDATE SET adapter = excluded.adapter, name = excluded.name,
        base_url = excluded.base_url, auth_url = excluded.auth_url, client_id = excluded.client_id, closed_at = NULL
    RETURNING id"""
MAX_QUIET = timedelta(hours=1)
# The last calls of a connection, of all its purchases, the newest first.
_LAST_CALLS = """SELECT k.outcome FROM supplier_calls k JOIN supplier_purchases p ON p.id = k.purchase_id
    WHERE p.connection_id = %(id)s AND k.answered_at > %(since)s ORDER BY k.answered_at DESC, k.id DESC LIMIT %(few)s"""


def connect(
    programme_id: int,
    source: str,
    *,
    adapter: str,
    name: str,
    base_url: str,
    auth_url: str,
    client_id: str,
    secret: str,
    now: datetime,
) -> Connection:
    """Connect a programme with the supplier of a source's offers, or change how; the secret goes into the vault."""
    before = next((one for one in queries.connections(programme_id) if one.source == source), None)
    facts = {"programme": programme_id, "source": source, "adapter": adapter, "name": name, "now": now}
    connection_id = int(execute(_SAVE, facts | {"base": base_url, "auth": auth_url, "client": client_id}).scalar_one())
    execute(
        "UPDATE supplier_connections SET secret = %(secret)s WHERE id = %(id)s",
        {"id": connection_id, "secret": sealing.seal(connection_id, secret)},
    )
    after = queries.connection_by_id(connection_id)
    audit.record(
        "suppliers.connect", f"supplier:{connection_id}", at=now, before=_facts(before) if before else {}, after=_facts(after),
    )  # fmt: skip
    return after


def close(connection_id: int, *, now: datetime) -> None:
    """Order nothing more through a connection; what was ordered is still asked about. Twice is once."""
    closed = execute(
        "UPDATE supplier_connections SET closed_at = %(now)s WHERE id = %(id)s AND closed_at IS NULL RETURNING id",
        {"id": connection_id, "now": now},
    ).first()
    if closed is not None:
        audit.record(
            "suppliers.close", f"supplier:{connection_id}", at=now, before={"closed": False}, after={"closed": True}
        )


def learn(connection_id: int, answer: Answer, *, now: datetime) -> None:
    """What an answer says of the connection itself: be quiet for a while, well again, or broken."""
    if answer.retry_after is not None:
        execute(
            "UPDATE supplier_connections SET quiet_until = %(until)s WHERE id = %(id)s",
            {"id": connection_id, "until": now + min(timedelta(seconds=answer.retry_after), MAX_QUIET)},
        )
        return  # anyone who asks for quiet is there
    if answer.outcome not in (Outcome.UNCLEAR, Outcome.NOT_TAKEN):
        mend(connection_id, now=now)
        return
    last = execute(
        _LAST_CALLS, {"id": connection_id, "since": now - rules.BROKEN_WITHIN, "few": rules.MAX_UNANSWERED}
    ).scalars()
    if rules.is_broken(last):
        broken = execute(
            """INSERT INTO supplier_breaks (connection_id, since) VALUES (%(id)s, %(now)s)
               ON CONFLICT (connection_id) WHERE ended_at IS NULL DO NOTHING RETURNING id""",
            {"id": connection_id, "now": now},
        ).first()
        if broken is not None:
            audit.record(
                "suppliers.break", f"supplier:{connection_id}", at=now, before={"broken": False}, after={"broken": True}
            )


def mend(connection_id: int, *, now: datetime) -> None:
    """Note that a supplier answers; a break ends with that."""
    ended = execute(
        """UPDATE supplier_breaks SET ended_at = greatest(%(now)s, since) WHERE connection_id = %(id)s AND ended_at IS NULL
           RETURNING id""",
        {"id": connection_id, "now": now},
    ).first()
    if ended is not None:
        audit.record(
            "suppliers.mend", f"supplier:{connection_id}", at=now, before={"broken": True}, after={"broken": False}
        )


def _facts(connection: Connection) -> dict[str, object]:
    return {
        "name": connection.name, "adapter": connection.adapter, "base_url": connection.base_url,
        "auth_url": connection.auth_url, "client_id": connection.client_id,
        "closed": connection.closed_at is not None,
    }  # fmt: skip
