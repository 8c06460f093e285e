"""Where partners' own servers hear of events: endpoints set up by the programme's machines, their keys, and what is sent once more."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from marketplace import partners, webhooks
from marketplace.core import clock
from marketplace.core.errors import NotFound
from marketplace.core.listing import Asker
from marketplace.web.api import access, documents, lists
from marketplace.web.api.belonging import OfWebhookKeys, OfWebhooks, Out
from marketplace.web.api.mutation import idempotent
from marketplace.web.api.schemas import BIGINT_MAX, In

blueprint = documents.blueprint(
    "webhooks", "Where events of a partner go, signed as Standard Webhooks says; and how each delivery went."
)


class Path(BaseModel):
    webhook: int = Field(ge=1, le=BIGINT_MAX)


class NewWebhook(In):
    partner: str = Field(max_length=80, description="The partner's short name.", examples=["veresk"])
    url: str = Field(
        max_length=500,
        description="https, a public host by its name.",
        examples=["https://hooks.partner.example/vitrina"],
    )
    kinds: list[Annotated[str, Field(max_length=40, json_schema_extra={"enum": list(webhooks.KINDS)})]] = Field(
        min_length=1, max_length=len(webhooks.KINDS), description="Which events are sent."
    )


class Webhook(Out):
    id: OfWebhooks[int]
    partner: OfWebhooks[str]
    url: OfWebhooks[str]
    kinds: OfWebhooks[list[str]]
    state: OfWebhooks[Literal["on", "off"]]
    created_at: OfWebhooks[datetime]
    failing_since: OfWebhooks[datetime | None] = Field(description="Nothing has arrived since.")
    key: OfWebhookKeys[str | None] = Field(
        None, description="What signs, `whsec_…`; given once, when it is made.", examples=["whsec_…"]
    )
    old_key_dies_at: OfWebhooks[datetime | None] = Field(
        None, description="While keys are exchanged both sign, until then."
    )


class Nothing(In):
    """A body without anything in it."""


class NewReplay(In):
    delivery: int | None = Field(
        None, ge=1, le=BIGINT_MAX, description="Which delivery; left out: all that wait or were dropped."
    )


class Replay(Out):
    deliveries: OfWebhookKeys[int] = Field(description="How many are sent again, from their first try.")


def _all() -> Asker:
    return Asker({"programme": _caller()})


lists.serve(
    blueprint, "/webhooks", webhooks.ENDPOINTS, scope="webhooks:read", about="Where partners' events go", asker=_all, name="list_webhooks",
    fields=("partner", "url", "kinds", "state", "created_at", "failing_since"),
)  # fmt: skip
lists.serve(
    blueprint, "/webhooks/deliveries", webhooks.ALL_DELIVERIES, scope="webhooks:read", about="What was sent, and how it went", asker=_all,
    name="list_webhook_deliveries", fields=("webhook", "partner", "state", "said", "event", "attempts", "next_at", "at"),
)  # fmt: skip


@blueprint.get("/webhooks/<int:webhook>", responses={200: Webhook})
@access.scope("webhooks:read")
def show_webhook(path: Path) -> dict[str, Any]:
    """Where one partner's events go

    Its key is never shown again. Scope `webhooks:read`.
    """
    return access.given(_view(_asked(path)))


@blueprint.post("/webhooks", responses=documents.gives(201, Webhook, 409), openapi_extensions=documents.IDEMPOTENCY_KEY)
@idempotent()
@access.scope("webhooks:write")
def create_webhook(body: NewWebhook) -> tuple[dict[str, Any], int]:
    """Have a partner's events sent to an address

    One address for each partner. The answer holds the key that signs: keep it, it is not given again. Scope `webhooks:write`.
    """
    programme_id, now = _caller(), clock.now()
    partner = partners.partner_by_slug(programme_id, body.partner)
    partners.must_work(partner)
    made = webhooks.add(programme_id, partner.id, body.url, body.kinds, now=now)
    return access.given(_view(made, key=webhooks.show_key(made, now=now))), 201


@blueprint.post(
    "/webhooks/<int:webhook>/rotation",
    responses=documents.gives(201, Webhook, 409),
    openapi_extensions=documents.IDEMPOTENCY_KEY,
)
@idempotent()
@access.scope("webhooks:write")
def create_webhook_rotation(path: Path, body: Nothing) -> tuple[dict[str, Any], int]:
    """Sign with a fresh key

    The old one signs as well for seven days, so that a receiver can change over. Scope `webhooks:write`.
    """
    found, now = _of_working_partner(path), clock.now()
    webhooks.rotate(found, now=now)
    return access.given(_view(found, key=webhooks.show_key(found, now=now))), 201


@blueprint.post(
    "/webhooks/<int:webhook>/replays",
    responses=documents.gives(201, Replay, 409),
    openapi_extensions=documents.IDEMPOTENCY_KEY,
)
@idempotent()
@access.scope("webhooks:write")
def create_webhook_replay(path: Path, body: NewReplay) -> tuple[dict[str, Any], int]:
    """Send deliveries once more

    One by its number, or all that wait or were dropped; under the same `webhook-id`, so that a receiver leaves out what it has.
    Scope `webhooks:write`.
    """
    found = _of_working_partner(path)
    if body.delivery is not None:
        webhooks.delivery(body.delivery, found.partner_id)
    sent = webhooks.replay(found, None if body.delivery is None else [body.delivery], now=clock.now())
    return access.given(Replay(deliveries=sent)), 201


def _caller() -> int:
    """The programme that the key speaks for. Raises BoundKey: a key of one member has no business here."""
    if access.client.member_id is not None:
        raise lists.BoundKey
    return int(access.client.programme_id)


def _asked(path: Path) -> webhooks.Endpoint:
    found = webhooks.endpoint_in(_caller(), path.webhook)
    if found is None:
        raise NotFound
    return found


def _of_working_partner(path: Path) -> webhooks.Endpoint:
    """The same where something changes. Raises PartnerLeft."""
    found = _asked(path)
    partners.must_work(partners.partner(found.partner_id))
    return found


def _view(of: webhooks.Endpoint, *, key: str | None = None) -> Webhook:
    rotation = webhooks.rotation(of.id, clock.now())
    return Webhook(
        id=of.id, partner=partners.partner(of.partner_id).slug, url=of.url, kinds=list(of.kinds), state="off" if of.is_off else "on",
        created_at=of.created_at, failing_since=of.failing_since, key=key, old_key_dies_at=rotation.dies_at if rotation else None,
    )  # fmt: skip
