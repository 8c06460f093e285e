"""Gives back what tills set aside and nobody captured; writes to whoever looks after alarms that there is one."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from marketplace import identity, mailings, partners, programmes, tills
from marketplace.core import clock, own_ids
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps

BATCH_SIZE = 100


@celery.task(name="tills.lapse")
def lapse() -> None:
    """End the authorisations whose time is over."""
    lapse_at(clock.now())


def lapse_at(now: datetime) -> None:
    """The same for a given moment; harmless to repeat and to run twice at once."""
    full = True
    while full:
        with transaction():
            full = tills.lapse(now, most=BATCH_SIZE) == BATCH_SIZE


@keeps(Topic.TILLS_ALARM)
def tell_of_alarm(ref: str) -> None:
    """Write to the partner's people and the programme's staff that a till has raised an alarm, whose id is `ref`."""
    with transaction():
        alarm = tills.alarm_by_id(int(ref))
        partner = partners.partner(alarm.partner_id)
        owners = identity.people_for(Permission.ALARMS_READ, partner_id=partner.id)
        staff = identity.staff_for(Permission.ALARMS_READ, programme_id=partner.programme_id)
        secret = current_app.config["SECRET_KEY"]
        own = own_ids.token(secret, partner.slug, "alarm_id", alarm.id)
        _write(alarm, partner, owners, f"/partner/{partner.slug}/alarms/{own}")
        _write(alarm, partner, staff, f"/console/alarms/{alarm.id}")


def _write(alarm: tills.Alarm, partner: partners.Partner, people: Sequence[identity.Reader], page: str) -> None:
    """A letter to each, once; it names the batch or the till, and never a code. A till of another partner is named to nobody."""
    programme = programmes.get(partner.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    for person in people:
        language = programme.language(person.language)
        context = {
            "kind": alarm.kind, "batch": alarm.batch, "till": alarm.till if alarm.is_at_own_till else "",
            "partner": partner.name_ru if language == "ru" else partner.name_en, "page_url": home + page,
            "person": alarm.kind == "reversing" and alarm.user_id is not None,
        }  # fmt: skip
        mailings.write(
            f"alarm:{alarm.id}:{page.split('/')[1]}:{person.id}", programme=programme, recipient=person.email, template="till_alarm",
            language=language, context=context, now=clock.now(),
        )  # fmt: skip
