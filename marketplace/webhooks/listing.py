"""Deliveries as a list: what was sent to a partner's server, and how it went."""

from marketplace.core.listing import Choice, Column, Days, Kind, Listing
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
        Column("next_at", Kind.MOMENT, "delivery.next_at"),
        Column("at", Kind.MOMENT, "event.at", sorts_by="id"),  # written in this order
    ),
    sort="-at",
    filters=(
        Choice("show", {name: f"state = '{name}'" for name in ("waiting", "delivered", "dropped")} | {"all": "id > 0"}, ("state",), default="all"),
        Choice("kind", {name: f"type = '{name}'" for name in KINDS}, ("type",)),
        Days("sent", "at"),
    ),
    per_page=20,
)  # fmt: skip
