"""An act that is refused leaves a record: who, what for, and where; one that somebody had no right to, and what a rule refused to staff. Without
what they sent.
"""

from contextlib import suppress
from datetime import datetime

from flask import g, has_request_context, request
from flask_login import current_user

from marketplace import giftcards, members
from marketplace.core import audit, clock, throttle
from marketplace.core.actors import Actor
from marketplace.core.db import in_transaction, transaction
from marketplace.core.errors import Refusal
from marketplace.web.shared import rail

WINDOW = 10 * 60  # seconds in which the same refusal counts as one
PATH_MAX = 200


def note(what_for: str) -> None:
    """Record that the caller may not do this, named by a permission, a scope or the refusal's code.

    The same act again within ten minutes is counted: records are added at the 10th, 100th and so on, so that no flood of requests
    is one of records. Anonymous visitors leave none: they were asked to sign in.
    """
    who = _who()
    if who is None or in_transaction():
        return
    now = clock.now()
    times = _times(f"refused|{who}|{what_for}|{request.method}|{request.endpoint}", now)
    if not times:
        return
    facts = {"permission": what_for, "method": request.method, "path": request.path[:PATH_MAX], "times": times}
    with transaction(by=who):
        audit.record("access.refuse", f"programme:{g.programme.id}", at=now, after=facts)


def note_rule(no: Refusal) -> None:
    """Record that a rule refused what somebody of staff wanted to do at a desk, by the rule's code, about the card or member of the page.

    To be asked once the transaction is over that it undid. The same no on the same page is counted as in `note`. What there is not is no rule,
    nor is a flood, which is counted where it is held up.
    """
    who = _who()
    if who is None or in_transaction() or request.method in ("GET", "HEAD") or not rail.at_desk():
        return
    if no.status == 404 or isinstance(no, throttle.TooManyRequests):
        return
    now = clock.now()
    times = _times(f"no|{who}|{no.code}|{request.path}", now)
    if not times:
        return
    facts = {"code": no.code, "path": request.path[:PATH_MAX], "times": times}
    with transaction(by=who):
        audit.record("desk.refuse", _about(), at=now, after=facts)


def _times(key: str, now: datetime) -> int:
    """The how manieth it is within ten minutes; 0 where it leaves no record."""
    times = 1 - throttle.count(key, 1, WINDOW, now).remaining
    return times if str(times).strip("0") == "1" else 0


def _about() -> str:
    """The card or the member that the page is about, as the audit names them; the programme where it is about neither."""
    named = request.view_args or {}
    with suppress(Refusal):
        if "public_id" in named:
            return f"giftcard:{giftcards.card_of_programme(named['public_id'], g.programme.id).id}"
        member = members.by_number(g.programme.id, named["member"]) if "member" in named else None
        if member is not None:
            return f"member:{member.id}"
    return f"programme:{g.programme.id}"


def _who() -> Actor | None:
    """An API client, or somebody who is signed in."""
    if not has_request_context() or "programme" not in g:
        return None
    if "api_client" in g:
        return Actor("client", g.api_client.id)
    return Actor("user", current_user.id) if current_user and current_user.is_authenticated else None
