"""Where staff begin: what is wrong, and how the last thirty days went."""

from datetime import datetime

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import codes, erasures, support
from marketplace.core import book_checks, clock, outbox
from marketplace.identity import Permission
from marketplace.web.console import corrections_shown, desk_today, figures
from marketplace.web.console.money import payout_held
from marketplace.web.shared import alarm_pages, beyond_limits
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

PLACE = Place("console.home.index", _l("Today"), "house", Permission.CONSOLE_OPEN, "d")
blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@require(Permission.CONSOLE_OPEN)
def index() -> ResponseReturnValue:
    now = clock.now()
    figured = figures.last_days(now) if may(Permission.REPORTS_READ) else None
    late = payout_held.late() if may(Permission.PAYOUTS_MANAGE) else []
    return render_template(
        "console/home.html", figures=figured, given_up=given_up(now), now=now, late=late,
        beyond=beyond_limits.here() if may(Permission.PAYOUTS_MANAGE) else [], waiting=desk_today.sums(now), mine=desk_today.mine(now),
    )  # fmt: skip


@blueprint.app_context_processor
def names() -> dict[str, object]:
    return {
        "books_wrong_since": books_wrong_since,
        "stock_held_since": stock_held_since,
        "open_alarms": open_alarms,
        "near_limits": near_limits,
        "near_corrections": near_corrections,
        "late_erasures": late_erasures,
        "suspended_since": desk_today.suspended_since,
    }


def books_wrong_since() -> datetime | None:
    """Since when the hourly look finds something wrong, for whoever looks after the installation."""
    check = book_checks.last() if may(Permission.INSTALLATION_WATCH) else None
    return check.wrong_since if check else None


def stock_held_since() -> datetime | None:
    """Since when the stock is in quarantine, for all staff: members will ask them."""
    held = codes.quarantine()
    return held.at if held else None


def open_alarms() -> int:
    """How many alarms of tills nobody of the staff has looked at, for whoever may see them."""
    return alarm_pages.waiting() if may(Permission.ALARMS_READ) else 0


def near_limits() -> list[support.Near]:
    """The day's limits of other codes and refunds that are nearly reached, for whoever approves them."""
    return support.near(g.programme, clock.now()) if may(Permission.CARD_REISSUE_APPROVE) else []


def near_corrections() -> list[str]:
    """Which limits of points by hand are nearly reached today, for whoever agrees to large ones."""
    return corrections_shown.nearly_reached() if may(Permission.POINTS_CORRECT_APPROVE) else []


def late_erasures() -> list[erasures.Late]:
    """Whose data should long be erased, for whoever can see what is in the way."""
    return erasures.late(clock.now(), programme_id=g.programme.id) if may(Permission.MEMBERS_ERASE) else []


def given_up(now: datetime) -> int | None:
    """How many promises were given up, for whoever may see them."""
    return sum(topic.dead for topic in outbox.backlog(now)) if may(Permission.PROMISES_READ) else None
