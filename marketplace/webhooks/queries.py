"""What may be asked of webhooks; read only. What is not the asker's does not exist."""

from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core.db import execute
from marketplace.webhooks.errors import NoDelivery, NoEndpoint
from marketplace.webhooks.values import Delivery, Endpoint, Rotation, Try

_ENDPOINT = """SELECT id, programme_id, partner_id, url, kinds, created_at, checked_at, failing_since, failures, quiet_until, off_at, off_why
  FROM webhook_endpoints"""
_DELIVERY = """SELECT d.id, d.endpoint_id, d.state, d.round, d.begun_at, d.attempts, d.next_at, d.said, e.kind, e.message, e.at, e.facts
  FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id"""


class Tally(NamedTuple):
    """How the deliveries of an endpoint stand, all that are kept: together they are as many as the endpoint's own in the list."""

    waiting: int
    dropped: int
    delivered: int

    @property
    def undelivered(self) -> int:
        """How many have not arrived: as many as are sent again where none are named."""
        return self.waiting + self.dropped

    @property
    def all(self) -> int:
        """How many there are."""
        return self.undelivered + self.delivered


def endpoint_of(partner_id: int) -> Endpoint | None:
    """The partner's endpoint, if it has one."""
    return _endpoint("partner_id = %(id)s AND removed_at IS NULL", id=partner_id)


def endpoint_by_id(endpoint_id: int) -> Endpoint:
    """An endpoint, for jobs. Raises NoEndpoint."""
    found = _endpoint("id = %(id)s", id=endpoint_id)
    if found is None:
        raise NoEndpoint
    return found


def endpoint_in(programme_id: int, endpoint_id: int) -> Endpoint | None:
    """An endpoint of a partner of this programme; None for one that is not there, was taken away or is another programme's."""
    return _endpoint(
        "id = %(id)s AND programme_id = %(programme)s AND removed_at IS NULL", id=endpoint_id, programme=programme_id
    )


def delivery(delivery_id: int, partner_id: int) -> Delivery:
    """A partner's own delivery. Raises NoDelivery: unknown and another's alike."""
    row = execute(
        f"{_DELIVERY} JOIN webhook_endpoints w ON w.id = d.endpoint_id WHERE d.id = %(id)s AND w.partner_id = %(partner)s",
        {"id": delivery_id, "partner": partner_id},
    ).mappings().first()  # fmt: skip
    if row is None:
        raise NoDelivery
    return Delivery(**row)


def delivery_by_id(delivery_id: int) -> Delivery | None:
    """A delivery, for jobs; None for one that is forgotten."""
    row = execute(f"{_DELIVERY} WHERE d.id = %(id)s", {"id": delivery_id}).mappings().first()
    return None if row is None else Delivery(**row)


def tries(delivery_id: int) -> list[Try]:
    """Every try of a delivery, the newest first."""
    rows = execute(
        """SELECT id, at, status, said, millis, answer, signatures FROM webhook_tries
            WHERE delivery_id = %(id)s ORDER BY id DESC LIMIT 100""",
        {"id": delivery_id},
    )
    return [Try(**row) for row in rows.mappings()]


def tally(endpoint_id: int) -> Tally:
    """How its deliveries stand."""
    row = execute(
        """SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dropped') AS dropped,
                  count(*) FILTER (WHERE state = 'delivered') AS delivered
             FROM webhook_deliveries WHERE endpoint_id = %(id)s""",
        {"id": endpoint_id},
    ).one()
    return Tally(*row)


def rotation(endpoint_id: int, now: datetime) -> Rotation | None:
    """The exchange of keys that goes on, if one does, and how many deliveries the new key has passed."""
    row = execute(
        """SELECT new.created_at AS since, old.dies_at,
                  (SELECT count(DISTINCT d.id) FROM webhook_deliveries d JOIN webhook_tries t ON t.delivery_id = d.id
                    WHERE d.endpoint_id = %(id)s AND t.at >= new.created_at AND t.signatures = 2 AND t.status BETWEEN 200 AND 299) AS delivered
             FROM webhook_secrets new JOIN webhook_secrets old ON old.endpoint_id = new.endpoint_id AND old.dies_at > %(now)s
            WHERE new.endpoint_id = %(id)s AND new.dies_at IS NULL""",
        {"id": endpoint_id, "now": now},
    ).mappings().first()  # fmt: skip
    return None if row is None else Rotation(**row)


def _endpoint(condition: str, **values: Any) -> Endpoint | None:
    row = execute(f"{_ENDPOINT} WHERE {condition}", values).mappings().first()
    return None if row is None else Endpoint(**row | {"kinds": tuple(row["kinds"])})
