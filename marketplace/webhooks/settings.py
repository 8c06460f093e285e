"""A partner's endpoint: added, changed, switched on and off, its keys exchanged. Every change is in the audit."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit, own_seals
from marketplace.core.db import execute
from marketplace.webhooks import queries, rules, sealing
from marketplace.webhooks.errors import EndpointThere, KeysExchanging, NoEndpoint, NoKinds
from marketplace.webhooks.values import KINDS, Endpoint
from marketplace.webhooks.verify import ENDPOINTS


def add(programme_id: int, partner_id: int, url: str, kinds: Sequence[str], *, now: datetime) -> Endpoint:
    """Have a partner's events sent to an address, signed with a fresh key.

    Raises:
        BadUrl, NoKinds: what was given cannot be. EndpointThere: the partner has one already.
    """
    row = execute(
        """INSERT INTO webhook_endpoints (programme_id, partner_id, url, kinds, created_at)
           VALUES (%(programme)s, %(partner)s, %(url)s, %(kinds)s, %(now)s)
           ON CONFLICT (partner_id) WHERE removed_at IS NULL DO NOTHING RETURNING id""",
        {"programme": programme_id, "partner": partner_id, "url": rules.check_url(url), "kinds": _known(kinds), "now": now},
    ).first()  # fmt: skip
    if row is None:
        raise EndpointThere
    sealing.keep(row.id, sealing.new_key(), now)
    own_seals.seal(ENDPOINTS, row.id)
    made = queries.endpoint_by_id(row.id)
    audit.record("webhooks.add", _subject(made), at=now, before={}, after=_facts(made))
    return made


def change(endpoint: Endpoint, url: str, kinds: Sequence[str], *, now: datetime) -> None:
    """Send elsewhere, or other events; of another address nothing is held against it yet. Raises BadUrl, NoKinds; own_seals.NotOurs: somebody else has written where it is told."""
    own_seals.must_be_sealed(ENDPOINTS, endpoint.id)
    execute(
        """UPDATE webhook_endpoints SET url = %(url)s, kinds = %(kinds)s, quiet_until = NULL,
                  failing_since = CASE WHEN url = %(url)s THEN failing_since END, failures = CASE WHEN url = %(url)s THEN failures ELSE 0 END,
                  checked_at = CASE WHEN url = %(url)s THEN checked_at END WHERE id = %(id)s""",
        {"id": endpoint.id, "url": rules.check_url(url), "kinds": _known(kinds)},
    )
    own_seals.seal(ENDPOINTS, endpoint.id)
    audit.record(
        "webhooks.change", _subject(endpoint), at=now, before=_facts(endpoint), after=_facts(queries.endpoint_by_id(endpoint.id)),
    )  # fmt: skip


def switch_on(endpoint: Endpoint, *, now: datetime) -> None:
    """Send to it again, as if nothing had failed. What was dropped in the meantime can be sent again."""
    execute(
        """UPDATE webhook_endpoints SET off_at = NULL, off_why = '', failing_since = NULL, failures = 0, quiet_until = NULL
            WHERE id = %(id)s AND off_at IS NOT NULL""",
        {"id": endpoint.id},
    )
    audit.record("webhooks.switch_on", _subject(endpoint), at=now, before={"off": endpoint.off_why}, after={"off": ""})


def switch_off(endpoint: Endpoint, why: str, *, now: datetime) -> None:
    """Send nothing more to it; what waits is dropped. Twice is once."""
    off = execute(
        "UPDATE webhook_endpoints SET off_at = %(now)s, off_why = %(why)s WHERE id = %(id)s AND off_at IS NULL RETURNING id",
        {"id": endpoint.id, "now": now, "why": why},
    ).first()
    if off is None:
        return
    execute(
        """UPDATE webhook_deliveries SET state = 'dropped', next_at = NULL, said = CASE said WHEN '' THEN 'off' ELSE said END
            WHERE endpoint_id = %(id)s AND state = 'waiting'""",
        {"id": endpoint.id},
    )
    audit.record("webhooks.switch_off", _subject(endpoint), at=now, before={"off": ""}, after={"off": why})


def remove(endpoint: Endpoint, *, now: datetime) -> None:
    """Take the endpoint away, with its keys; what was sent stays on record."""
    switch_off(endpoint, "person", now=now)
    execute("UPDATE webhook_endpoints SET removed_at = %(now)s WHERE id = %(id)s", {"id": endpoint.id, "now": now})
    execute("DELETE FROM webhook_secrets WHERE endpoint_id = %(id)s", {"id": endpoint.id})
    audit.record("webhooks.remove", _subject(endpoint), at=now, before=_facts(endpoint), after={})


def rotate(endpoint: Endpoint, *, now: datetime) -> None:
    """Sign with a fresh key, and for seven days more with the old one too.

    Raises:
        KeysExchanging: the exchange before has not ended.
    """
    locked = execute(
        "SELECT id FROM webhook_endpoints WHERE id = %(id)s AND removed_at IS NULL FOR UPDATE", {"id": endpoint.id}
    ).first()
    if locked is None:
        raise NoEndpoint
    if queries.rotation(endpoint.id, now) is not None:
        raise KeysExchanging
    execute(
        "UPDATE webhook_secrets SET dies_at = %(dies)s WHERE endpoint_id = %(id)s AND dies_at IS NULL",
        {"id": endpoint.id, "dies": now + rules.OLD_KEY_FOR},
    )
    sealing.keep(endpoint.id, sealing.new_key(), now)
    audit.record("webhooks.rotate", _subject(endpoint), at=now, before={"keys": 1}, after={"keys": 2})


def finish_rotation(endpoint: Endpoint, *, now: datetime) -> None:
    """Have the old key die now. Twice is once."""
    ended = execute(
        "DELETE FROM webhook_secrets WHERE endpoint_id = %(id)s AND dies_at IS NOT NULL RETURNING id",
        {"id": endpoint.id},
    ).first()
    if ended is not None:
        audit.record("webhooks.finish_rotation", _subject(endpoint), at=now, before={"keys": 2}, after={"keys": 1})


def show_key(endpoint: Endpoint, *, now: datetime) -> str:
    """The newest key, for anyone who sets up the server that checks it. Each look is in the audit."""
    audit.record("webhooks.show_key", _subject(endpoint), at=now, before={}, after={"key": "shown"})
    return sealing.keys(endpoint.id, now)[0]


def _known(kinds: Sequence[str]) -> list[str]:
    wanted = sorted({*kinds} & {*KINDS})
    if not wanted or len(wanted) < len({*kinds}):
        raise NoKinds
    return wanted


def _subject(endpoint: Endpoint) -> str:
    return f"webhook:{endpoint.id}"


def _facts(endpoint: Endpoint) -> dict[str, object]:
    return {"url": endpoint.url, "kinds": ", ".join(endpoint.kinds)}
