"""The API for machines: `/api/v1`, described by OpenAPI at `/api/v1/openapi.json` and on a page to read."""

from marketplace.web.api import audit, cards, members, offers, orders, page, payouts, programme, terminal, webhooks
from marketplace.web.shared.entry_points import EntryPoint

# A key in a header cannot be sent by a stranger's page, so forms' tokens are no matter here.
ENTRY_POINT = EntryPoint(
    name="api",
    blueprints=(page.blueprint,),
    anybody=frozenset({"api_page."}),
    machines=(
        *(module.blueprint for module in (programme, members, offers, orders, cards, webhooks, payouts, audit)),
        *terminal.BLUEPRINTS,
    ),
    paths=("/api/",),
)
