"""Looks for what the fraud desk should see, and tells members that they are held, or free again."""

from datetime import datetime

from flask import current_app

from marketplace import fraud, mailings, members, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.support import cases


@celery.task(name="fraud.look")
def look() -> None:
    """Look over every programme."""
    look_at(clock.now())


def look_at(now: datetime) -> int:
    """The same at a given moment: how many new signals there are. Harmless to repeat."""
    with transaction():
        everyone = programmes.everyone()
    found = 0
    for programme in everyone:
        with transaction():
            found += fraud.look(programme, now)
    return found


@keeps(Topic.FRAUD_TELL)
def tell(ref: str) -> None:
    """Write to a member how he stands after a decision: `ref` is the programme, the member and the decision."""
    programme_id, member_id, _decision = (int(part) for part in ref.split(":"))
    with transaction():
        member = members.member_now(member_id)
        if not member.email:
            return
        programme, held = programmes.get(programme_id), members.held(member.id)
        home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
        context = {"name": member.first_name, "state": held.kind if held else "", "page_url": f"{home}/cases/new"}
        mailings.write(
            f"fraud:{ref}", programme=programme, recipient=member.email, template="held", language=programme.language(member.language), context=context,
            reply_to=cases.desk(programme.id).mailbox, now=clock.now(),
        )  # fmt: skip
