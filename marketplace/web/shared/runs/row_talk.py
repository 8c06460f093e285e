"""What is said of single things that a run changes, at the desks of both sides: beside each change, answered, resolved."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity, runs
from marketplace.core import ids
from marketplace.runs import Comment, Run
from marketplace.web.shared import filters
from marketplace.web.shared.runs.visible import partner_here


class Thread(NamedTuple):
    """A comment with its answers."""

    first: Comment
    answers: list[Comment]


class RowTalk(NamedTuple):
    """What the template needs: threads by the thing that they are about; those about things that change no longer.

    `ref` makes a comment that is sent twice stand once; `names` are of whoever the visitor knows by an address; anybody else is `other`.
    """

    threads: Mapping[str, list[Thread]]
    gone: list[Thread]
    names: Mapping[int, str]
    other: str
    may_write: bool
    back: str
    ref: str

    @property
    def open(self) -> int:
        """How many comments nobody has resolved."""
        every = [one for threads in self.threads.values() for one in threads] + self.gone
        return sum(one.first.resolved_at is None for one in every)

    def url(self, run: Run, endpoint: str) -> str:
        """The address to which a comment of this desk goes."""
        return url_for(f"{request.blueprints[-1]}.runs.{endpoint}", run_id=run.id)


def of(run: Run, *, mine: bool, back: str = "") -> RowTalk:
    """What was said of the things that a run changes; `mine`: whether the visitor may act on it."""
    said = runs.comments(run)
    threads: dict[str, list[Thread]] = {}
    for one in said:
        if one.answers is None:
            threads.setdefault(one.about, []).append(Thread(one, [more for more in said if more.answers == one.id]))
    changed = {change["name"] for change in run.preview.get("changes", ())}
    gone = [one for about, found in threads.items() if about not in changed for one in found]
    # A partner's people know each other by their names, and the programme by its name.
    known = {one.by for one in said if partner_here() is None or one.of_partner}
    names = {**identity.known_as(known), current_user.id: str(gettext("you"))}
    held = {about: found for about, found in threads.items() if about in changed}
    return RowTalk(
        held, gone, names, filters.local(g.programme, "name"), mine and run.state in runs.TALKED_OF, back, ids.new_ref()
    )
