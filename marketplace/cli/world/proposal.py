"""A proposal that waits in the demo world: the manager offers a sentence more for the rules, and the admin may approve it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from marketplace import approvals, identity, programmes
from marketplace.core import ids
from marketplace.programmes import Programme
from marketplace.web.console import programme_kinds

AGO = timedelta(minutes=20)
SENTENCE = "Карту, которую не удалось использовать по вине магазина, заменим за два рабочих дня."


def wait(of_slug: Mapping[str, Programme], now: datetime) -> None:
    """Propose it, twenty minutes ago."""
    programme = of_slug["vysota"]
    newest, manager = (
        programmes.newest_text(programme.id, "rules", "ru"),
        identity.user_by_email("elena@vitrina.example"),
    )
    assert newest is not None, "the demo world has rules"
    assert manager is not None, "the demo world has a manager"
    approvals.propose(
        programme_kinds.TEXT, programme_kinds.text_subject("rules", "ru"), {"body": f"{newest.body}\n{SENTENCE}\n"},
        programme_id=programme.id, by=manager.id, ref=ids.new_ref(), why="Об этом чаще всего спрашивают поддержку", now=now - AGO,
    )  # fmt: skip
