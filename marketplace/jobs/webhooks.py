"""Sends what partners' servers are to be told, and writes to a partner's people when an endpoint was switched off."""

from flask import current_app

from marketplace import identity, mailings, partners, programmes, webhooks
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.integrations import webhooks as remote
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings


@celery.task(name="webhooks.look")
def look() -> None:
    """Switch off what has failed for five days: a delivery is given up after three, and no try would notice."""
    with transaction():
        webhooks.switch_off_failing(now=clock.now())


@keeps(Topic.WEBHOOKS_DELIVER)
def deliver(ref: str) -> None:
    """Try a delivery once; `ref` is its id and which round of tries this is. Pauses are our own, not the outbox's."""
    number, _, round_ = ref.partition(":")
    now = clock.now()
    with transaction():
        sending = webhooks.begin_try(int(number), int(round_), now=now)
    if sending is None:
        return
    if not isinstance(sending, webhooks.Sending):
        raise NotYet(sending, "waits for its next try")
    result = remote.send(sending, now)
    with transaction():
        again_at = webhooks.tried(sending, result, now=clock.now())
    if again_at is not None:
        raise NotYet(again_at, result.said)


@keeps(Topic.WEBHOOKS_NOTICE)
def notice(ref: str) -> None:
    """Write to the person who looks after a partner's webhooks that nothing is sent any more; `ref` is the endpoint and the moment."""
    now = clock.now()
    with transaction():
        endpoint = webhooks.endpoint_by_id(int(ref.partition(":")[0]))
        if not endpoint.is_off or endpoint.off_why == "person":
            return
        programme, partner = programmes.get(endpoint.programme_id), partners.partner(endpoint.partner_id)
        settings: Settings = current_app.config["SETTINGS"]
        address = programmes.address(settings.public_url, programmes.hosts(programme.id))
        for person in identity.people_for(Permission.WEBHOOKS_MANAGE, partner_id=partner.id):
            language = programme.language(person.language)
            context = {
                "server": endpoint.url, "why": endpoint.off_why, "partner": partner.name_ru if language == "ru" else partner.name_en,
                "page_url": f"{address}/partner/{partner.slug}/webhooks",
            }  # fmt: skip
            mailings.write(
                f"webhook:{ref}:{person.id}", programme=programme, recipient=person.email, template="webhook_off",
                language=language, context=context, now=now,
            )  # fmt: skip
