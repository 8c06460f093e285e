"""Points: what there is, what expires when, what came and went."""

from flask import Blueprint, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace import ledger, programmes, shop
from marketplace.core import clock
from marketplace.web.shared import parts
from marketplace.web.shared.visitor import member
from marketplace.web.storefront import context, points_history, points_year, rescue, statement, topups
from marketplace.web.storefront.context import Purse
from marketplace.web.storefront.joined import members_only

blueprint = Blueprint("points", __name__)


@blueprint.get("/points")
@members_only
def index() -> ResponseReturnValue:
    now = clock.now()
    purse = _purse()
    past = points_history.history(purse, way=request.args.get("way", ""), before=request.args.get("before", ""))
    if parts.wanted():
        response = make_response(render_template("storefront/points/history.html", past=past))
    else:
        year, spend = points_year.year(member(), purse, now), points_year.spend(member(), purse, now)
        names = {"past": past, "year": year, "purse": purse, "spend": spend, "soon": rescue.soon(purse, now)}
        names["fresh"] = ledger.fresh(purse.account_id, g.programme.day(now))
        names["sells"] = topups.possible()
        names["tier"] = programmes.tier(member().programme_id, member().tier)
        response = make_response(render_template("storefront/points/index.html", **names))
    response.vary.add("HX-Request")
    return response


@blueprint.get("/points/level")
@members_only
def level() -> ResponseReturnValue:
    me = member()
    tier = programmes.tier(me.programme_id, me.tier)
    return render_template(
        "storefront/points/level.html", tier=tier, offers=shop.for_tier(me.programme_id, me.tier, now=clock.now())
    )


@blueprint.get("/points/statement.<any(csv, xlsx):kind>")
@members_only
def download(kind: str) -> ResponseReturnValue:
    response = make_response(statement.write(kind, _purse().account_id))
    name = f"points-{g.programme.day(clock.now())}.{kind}"
    response.headers["Content-Type"] = statement.KINDS[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _purse() -> Purse:
    found = context.purse()
    assert found is not None, "a page for members has a purse"
    return found
