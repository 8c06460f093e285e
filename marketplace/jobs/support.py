"""Writes to members about what support has put right for them."""

from flask import current_app

from marketplace import mailings, members, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.formats import masked_email
from marketplace.core.topics import Topic
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings
from marketplace.support import accounts


@keeps(Topic.SUPPORT_POINTS)
def points(ref: str) -> None:
    """Write that points were given or taken by hand, once; `ref` is the correction's id. Whatever the member wants to be told otherwise."""
    with transaction():
        made = accounts.correction(int(ref))
        member = members.member_now(made.member_id)
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


@keeps(Topic.SUPPORT_MERGED)
def merged(ref: str) -> None:
    """Write that two memberships are one now, once to each of their addresses; `ref` is the id of the one that went on. Whatever they want to be told otherwise."""
    with transaction():
        of = members.member(int(ref))
        assert of is not None, "a member is never deleted"
        stands = members.member_now(of.id)
        programme = programmes.get(of.programme_id)
        settings: Settings = current_app.config["SETTINGS"]
        home = programmes.address(settings.public_url, programmes.hosts(programme.id))
        context = {
            "first_name": stands.first_name, "number": stands.number, "address": masked_email(stands.email), "points_url": f"{home}/points",
        }  # fmt: skip
        for email in {of.email, stands.email} - {""}:
            mailings.write(
                f"merged:{of.id}:{'stays' if email == stands.email else 'former'}", programme=programme, recipient=email, template="merged",
                language=stands.language, context=context | {"former": email != stands.email}, now=clock.now(),
            )  # fmt: skip
