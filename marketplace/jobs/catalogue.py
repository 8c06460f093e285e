"""Tells the other side that those who published something have taken it back at once."""

from flask import current_app

from marketplace import catalogue, identity, mailings, partners, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.promises import keeps


@keeps(Topic.CATALOGUE_UNDONE)
def tell(ref: str) -> None:
    """Write to whoever looks after the catalogue on the other side; `ref` is the publication."""
    with transaction():
        undo = catalogue.undone(int(ref))
        partner = partners.partner(undo.publication.partner_id)
        programme = programmes.get(partner.programme_id)
        if undo.side == "partner":
            page, people = (
                "console/catalogues",
                identity.staff_for(Permission.RUNS_CATALOGUE, programme_id=programme.id),
            )
        else:
            page, people = "partner", identity.people_for(Permission.RUNS_CATALOGUE, partner_id=partner.id)
        home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
        url = f"{home}/{page}/{partner.slug}" + ("/catalogue" if undo.side == "programme" else "")
        for person in people:
            language, today = programme.language(person.language), programme.day(clock.now())
            context = {
                "who": partner.name(language) if undo.side == "partner" else programme.name(language), "partner": partner.name(language),
                "number": undo.publication.number, "offers": undo.publication.offers, "page_url": url,
                "published": formats.moment(undo.publication.at, language, programme.time_zone, today),
                "undone": formats.moment(undo.at, language, programme.time_zone, today),
            }  # fmt: skip
            mailings.write(
                f"undone:{ref}:{person.id}", programme=programme, recipient=person.email, template="catalogue_undone", language=language,
                context=context, now=clock.now(),
            )  # fmt: skip
