"""How the catalogues of the demo world's partners became what they are: as they were at first, and each change as its file."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta

from marketplace import approvals, catalogue, partners
from marketplace.catalogue import OfferFacts
from marketplace.cli.world import earlier, reading, uploads
from marketplace.cli.world.uploads import Bringer
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.programmes import Programme

PROGRAMME = "vysota"
EDITORS = {"veresk": "roman@veresk.example", "polyarny-dvor": "alyona@polyarny-dvor.example"}
MANAGER, ADMINS = "elena@vitrina.example", ("sergey@vitrina.example", "kirill@vitrina.example")
RULE_AGO = timedelta(days=55)
# Per cent: prices that rise by more, and whatever leaves the shop or is new in it, need the programme's consent.
RULE = {"approvers": 0, "cap": 10, "approvers_over_cap": 1, "roles": []}


def rule(programme: Programme, now: datetime) -> None:
    """Have a large change of a catalogue approved by the programme: proposed by one of its admins, agreed to by the other."""
    first, second = (uploads.person(email).id for email in ADMINS)
    at = now - RULE_AGO
    act_as(Actor("user", first))
    proposed = approvals.propose(
        approvals.RULES, "run_catalogue", RULE, programme_id=programme.id, by=first, ref=ids.new_ref(), now=at,
        why="Чтобы цены не росли незаметно для участников",
    )  # fmt: skip
    act_as(Actor("user", second))
    approvals.approve(proposed.id, seen=proposed.digest, by=second, now=at + timedelta(hours=3))
    act_as(SYSTEM)


def publish(programme: Programme, offers: Iterable[OfferFacts], now: datetime, *, ago: Container[int]) -> None:
    """Each change as a file of its partner's, on its day: those of so many days ago, for publications are made in the order of their days."""
    whole = {one.external_ref: one for one in offers}
    changed = sorted({(-int(row["until_days_before"]), row["offer"]) for row in reading.rows("earlier")})
    for days in sorted({-days for days, _ in changed if -days in ago}, reverse=True):
        for slug, editor in EDITORS.items():
            partner = partners.partner_by_slug(programme.id, slug)
            mine = {one.slug for one in partners.brands_of_partner(partner.id)}
            refs = {ref for at, ref in changed if -at == days and whole[ref].brand in mine}
            if refs:
                by = Bringer(programme.id, partner.id, editor)
                wanted = {ref: earlier.as_it_was(whole[ref], programme, days=days) for ref in refs}
                at = now - timedelta(days=days, hours=2)
                name = f"katalog-{programme.day(at):%d-%m}.csv"
                run = uploads.bring(by, "catalogue", name, file_of(programme, partner.id, wanted), at=at)
                uploads.publish(run, by, approver=MANAGER, at=at + timedelta(minutes=25))


def file_of(programme: Programme, partner_id: int, wanted: Mapping[str, OfferFacts]) -> bytes:
    """A file that makes these offers so; all others of the brands that it names stay as they are in the shop."""
    brands, version = {one.brand for one in wanted.values()}, catalogue.version(partner_id)
    there = {one.external_ref: one for one in shown(programme, partner_id) if one.brand in brands} | dict(wanted)
    return uploads.table(
        line for one in there.values() for line in catalogue.drafts.typed(programme, one, version=version)
    )


def shown(programme: Programme, partner_id: int) -> list[OfferFacts]:
    """What a partner has in the shop now."""
    return catalogue.in_shop(programme.id, partner_id=partner_id, source=catalogue.SOURCE)
