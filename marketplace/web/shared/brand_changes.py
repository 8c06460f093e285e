"""What changes on a brand's page, for those who ask for it and those who agree to it: the same words and pictures at both desks."""

from typing import NamedTuple

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import members, partners, programmes
from marketplace.partners import Brand, Page
from marketplace.web.shared import filters, looks
from marketplace.web.shared.runs.change_words import Line, said


class Shown(NamedTuple):
    """The parts of a change in words; the addresses of the picture as it is and as it will be, where it changes; what it means for members."""

    lines: list[Line]
    picture_was: str
    picture_will: str
    effects: list[str]

    @property
    def nothing(self) -> bool:
        """Whether both pages are alike."""
        return not self.lines and not self.picture_will


def shown(brand: Brand, was: Page, will: Page) -> Shown:
    """What is otherwise between two pages of a brand."""
    change = partners.difference(was, will)
    lines = [one for one in said("brands", change).lines if one.label != str(_("Picture"))] if change else []
    pictured = was["picture"] != will["picture"]
    return Shown(
        lines,
        picture_url(brand, was["picture"]) if pictured else "",
        picture_url(brand, will["picture"]) if pictured else "",
        effects(was, will),
    )


def effects(was: Page, will: Page) -> list[str]:
    """What a change means for members, in sentences."""
    cities = {city.slug: filters.local(city, "name") for city in programmes.cities()}
    lost = partners.lost_cities(was, will, cities)
    told = []
    if lost:
        number = members.living_in(g.programme.id, lost)
        where = ", ".join(cities[slug] for slug in lost)
        told.append(str(_("The card is no longer taken in: %(cities)s.", cities=where)))
        told.append(
            str(
                ngettext(
                    "%(said)s member lives there.", "%(said)s members live there.", number, said=filters.grouped(number)
                )
            )
        )
    return [*told, str(_("Cards already sold stay as they are."))]


def picture_url(brand: Brand, version: str) -> str:
    """Where this desk sees a version of a brand's picture; our drawing where it has none."""
    if not version:
        return looks.drawn_url(brand)
    desk = request.blueprints[-1]
    slug = partners.partner(brand.partner_id).slug
    return url_for(f"{desk}.catalogue.picture", partner=slug, brand=brand.slug, version=version)
