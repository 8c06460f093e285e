"""Deliveries and endpoints as lists: what was sent to a partner's server and how it went, and which servers a programme's partners have."""

from dataclasses import replace

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing
from marketplace.webhooks.rules import GIVEN_UP_AFTER
from marketplace.webhooks.values import KINDS

DELIVERIES = Listing(
    name="webhook_deliveries",
    source="""webhook_deliveries delivery JOIN webhook_events event ON event.id = delivery.event_id
        JOIN webhook_endpoints endpoint ON endpoint.id = delivery.endpoint_id""",
    scope="endpoint.partner_id = %(partner)s",
    key="delivery.id",
    columns=(
        Column("state", Kind.WORD, "delivery.state"),
        Column("said", Kind.WORD, "delivery.said"),
        Column("event", Kind.WORD, "event.kind"),
        Column("type", sql="event.kind"),
        Column("attempts", Kind.NUMBER, "delivery.attempts"),
        # A silent endpoint's deliveries wait with it.
        Column("next_at", Kind.MOMENT, "CASE delivery.state WHEN 'waiting' THEN greatest(delivery.next_at, endpoint.quiet_until) END"),
        Column(
            "given_up_at", Kind.MOMENT, f"CASE delivery.state WHEN 'waiting' THEN delivery.begun_at + interval '{GIVEN_UP_AFTER.days} days' END", hidden=True,
        ),
        Column("at", Kind.MOMENT, "event.at", sorts_by="at"),
    ),
    sort="-at",
    filters=(
        Choice("show", {name: f"state = '{name}'" for name in ("waiting", "delivered", "dropped")} | {"all": "id > 0"}, ("state",), default="all"),
        Choice("kind", {name: f"type = '{name}'" for name in KINDS}, ("type",)),
        Days("sent", "at"),
    ),
    per_page=20,
)  # fmt: skip

# Of all partners of a programme, for its own machines.
ALL_DELIVERIES = replace(
    DELIVERIES,
    name="all_webhook_deliveries",
    source=DELIVERIES.source + " JOIN partners partner ON partner.id = endpoint.partner_id",
    scope="endpoint.programme_id = %(programme)s",
    columns=(
        Column("webhook", Kind.NUMBER, "endpoint.id"),
        Column("partner", sql="partner.slug"),
        *DELIVERIES.columns,
    ),
    filters=(*DELIVERIES.filters, Equal("partner", "partner")),
)
ENDPOINTS = Listing(
    name="webhook_endpoints",
    source="webhook_endpoints endpoint JOIN partners partner ON partner.id = endpoint.partner_id",
    scope="endpoint.programme_id = %(programme)s AND endpoint.removed_at IS NULL",
    key="endpoint.id",
    columns=(
        Column("partner", sql="partner.slug"),
        Column("url", sql="endpoint.url"),
        Column("kinds", sql="array_to_string(endpoint.kinds, ',')"),
        Column("state", Kind.WORD, "CASE WHEN endpoint.off_at IS NULL THEN 'on' ELSE 'off' END"),
        Column("created_at", Kind.MOMENT, "endpoint.created_at", sorts_by="id"),  # written in this order
        Column("failing_since", Kind.MOMENT, "endpoint.failing_since"),
    ),
    sort="-created_at",
    filters=(Equal("partner", "partner"), Choice("state", {"on": "state = 'on'", "off": "state = 'off'"}, ("state",))),
)
