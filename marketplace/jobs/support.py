"""Writes to members about what support has put right for them."""

from flask import current_app

from marketplace import mailings, members, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings
from marketplace.support import accounts


@keeps(Topic.SUPPORT_POINTS)
def points(ref: str) -> None:
    """Write that points were given or taken by hand, once; `ref` is the correction's id. Whatever the member wants to be told otherwise."""
    with transaction():
        made = accounts.correction(int(ref))
        member = members.member(made.member_id)
        assert member is not None, "a correction is a member's"
        if not member.email:
            return
        programme = programmes.get(made.programme_id)
        settings: Settings = current_app.config["SETTINGS"]
        home = programmes.address(settings.public_url, programmes.hosts(programme.id))
        context = {
            "first_name": member.first_name, "points": made.amount, "kind": made.kind, "why": made.reason, "points_url": f"{home}/points",
        }  # fmt: skip
        mailings.write(
            f"correction:{made.id}", programme=programme, recipient=member.email, template="points", language=member.language,
            context=context, now=clock.now(),
        )  # fmt: skip
