"""A partner's catalogue: what is in the shop as a file, what was published and can be taken back, what the shop showed on a day.

The same pages at every desk; the address says whose catalogue it is.
"""

import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import catalogue, partners, programmes, runs
from marketplace.core import clock, paging, sheets
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import brand_changes, desk_pages, filters, looks, own_ids, who
from marketplace.web.shared.catalogue_day import day_form
from marketplace.web.shared.runs import agreeing, page
from marketplace.web.shared.security import may
from marketplace.web.shared.visitor import actor

LIMIT = 12


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of a partner's catalogue at a desk, as `desk_pages.blueprint`; `prefix` names the partner."""
    return desk_pages.blueprint("catalogue", module, ROUTES, prefix=prefix, partner=partner)


def index(partner: str) -> str:
    found = partners.partner_by_slug(g.programme.id, partner)
    cursor, now = request.args.get("cursor", ""), clock.now()
    before = own_ids.meant("publication_id", cursor) if cursor else None
    if before == own_ids.NOTHING:
        raise paging.BadCursor
    listed = catalogue.publications(g.programme.id, partner_id=found.id, before=before, limit=LIMIT + 1)
    published = listed[:LIMIT]
    following = own_ids.own_id("publication_id", published[-1].id) if len(listed) > LIMIT else None
    return render_template(
        "shared/catalogue/index.html", partner=found, published=published, next=following, first=bool(cursor), standing=catalogue.last_standing(found.id), who=who.text, form=day_form(found),
        may_change=_may_change(found), offers=catalogue.offers_of(found.id), uploads=request.blueprints[-1],
        until={one.id: catalogue.undo_until(g.programme, one, side=_side(), now=now) for one in published},
    )  # fmt: skip


def file(partner: str, suffix: str) -> ResponseReturnValue:
    """What is in the shop, in the form in which it is brought: changed and sent back, it is the next catalogue."""
    if suffix not in sheets.KINDS:
        abort(404)
    found, out = partners.partner_by_slug(g.programme.id, partner), io.BytesIO()
    catalogue.write_file(g.programme, partner_id=found.id, kind=suffix, file=out)
    name = f"{found.slug}-{catalogue.version(found.id)}.{suffix}"
    headers = {"Content-Type": sheets.KINDS[suffix], "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), headers=headers)


def on_a_day(partner: str) -> ResponseReturnValue:
    found = partners.partner_by_slug(g.programme.id, partner)
    form = day_form(found, request.args)
    day, page, hidden = None, None, ""
    if request.args and form.validate():
        # The end of that day, in the programme's time zone.
        ends = datetime.combine(form.on.data + timedelta(days=1), time(), ZoneInfo(g.programme.time_zone))
        at = min(ends, clock.now())
        day, hidden = catalogue.shop_on(g.programme.id, at, brand=form.brand.data), partners.hidden_on(found.id, at)
        page = _page_on(partners.brand_of(found.id, form.brand.data), ends)
    told = render_template("shared/catalogue/day.html", partner=found, form=form, day=day, page=page, hidden=hidden)
    return told, 422 if form.errors else 200


def _page_on(brand: partners.Brand, at: datetime) -> tuple[partners.Page, str, list[str]] | None:
    """What the shop said of a brand at a moment: its texts, the address of its picture, the names of its cities."""
    stood = partners.page_on(brand.id, at)
    if stood is None:
        return None
    cities = [filters.local(city, "name") for city in programmes.cities() if city.slug in stood.page["city_slugs"]]
    return stood.page, brand_changes.picture_url(brand, stood.page["picture"]), cities


def picture(partner: str, brand: str, version: str) -> Response:
    """A version of a brand's picture, for those who decide about it."""
    found = partners.partner_by_slug(g.programme.id, partner)
    return looks.webp(partners.brand_of(found.id, brand).id, version)


def ask_back(partner: str, publication_id: int) -> str:
    found = partners.partner_by_slug(g.programme.id, partner)
    one = catalogue.publication(publication_id, partner_id=found.id)
    with transaction(by=actor()):
        change, meant = catalogue.meant_back(g.programme.id, one.id, partner_id=found.id)
    until = catalogue.undo_until(g.programme, one, side=_side(), now=clock.now())
    by_partner = _side() == "partner"
    two = until is None and runs.size_needs_approver(g.programme.id, "catalogue", meant.size, by_partner=by_partner)
    return render_template(
        "shared/catalogue/back.html", partner=found, one=one, impact=meant if change.total else None, run_count=page.count,
        why_two=agreeing.why_two("catalogue", meant) if two else "", until=until, minutes=g.programme.undo_minutes,
        other=g.programme if by_partner else found,
    )  # fmt: skip


def take_back(partner: str, publication_id: int) -> ResponseReturnValue:
    found = partners.partner_by_slug(g.programme.id, partner)
    with transaction(by=actor()):
        partners.must_work(found)
        waits = catalogue.take_back(g.programme, publication_id, partner_id=found.id, side=_side(), now=clock.now())
    if waits is not None:
        return redirect(url_for(f"{request.blueprints[-1]}.runs.show", run_id=waits.id), 303)
    flash(_("Taken back: the shop is what it was before"))
    return redirect(url_for(".index", partner=partner), 303)


ROUTES = (
    desk_pages.Route("GET", "", index, Permission.RUNS_READ),
    desk_pages.Route("GET", "/file.<suffix>", file, Permission.RUNS_READ),
    desk_pages.Route("GET", "/day", on_a_day, Permission.RUNS_READ),
    desk_pages.Route("GET", "/brands/<brand>/pictures/<version>", picture, Permission.RUNS_READ),
    desk_pages.Route("GET", "/publications/<int:publication_id>/taking-back", ask_back, Permission.RUNS_CATALOGUE),
    desk_pages.Route("POST", "/publications/<int:publication_id>/taking-back", take_back, Permission.RUNS_CATALOGUE),
)


def _side() -> catalogue.Side:
    """Whose people sit at this desk."""
    return "partner" if g.get("partner") else "programme"


def _may_change(found: partners.Partner) -> bool:
    return may(Permission.RUNS_CATALOGUE, partner_id=found.id)
