"""Decisions of support: no database, no clock."""

from collections.abc import Collection, Mapping

from marketplace.support.errors import NotIdentified
from marketplace.support.values import IDENTIFIED, Asked, Known, Risk

IDENTIFIED_LEAST = 2
NEAR = 90  # percent of a limit: from there on those who approve are told
SECOND_FROM = 40  # from this risk on another person agrees, whatever the card is worth
CAP = 50_000  # minor units; a card with more left needs another person, until the programme says otherwise
_WEIGHTS = {"shown": 20, "refused": 10, "used": 20, "reissued": 40, "often": 30, "by_phone": 10}


# What the desk does by itself, so that nobody asks for it: puts right what was not the owner's doing.
_BY_ITSELF: Mapping[Asked, tuple[str, ...]] = {
    "extend": ("fault", "shop_closed"),
    "withdraw": ("fraud", "mistake", "unusable"),
}
# What an owner may also ask for in writing: what nobody on the phone would need at once.
_IN_WRITING: tuple[Asked, ...] = ("extend", "withdraw", "redirect", "rebind")


def needs_asker(act: Asked, *, stop: bool = False, reason: str = "") -> bool:
    """Whether somebody has to be identified before an act.

    Args:
        stop: the act stops a card for a suspicion or a dispute, or lifts such a stop: that the desk does by itself, so nobody asks for it.
        reason: why a card is extended or taken away; "" where that is not known yet.
    """
    return not (stop and act in ("freeze", "release")) and reason not in _BY_ITSELF.get(act, ())


def may_write(act: Asked) -> bool:
    """Whether a request from the owner's own account, where they have signed in, is as good as somebody who is identified."""
    return act in _IN_WRITING


def proven(identified: Collection[str]) -> list[str]:
    """Which facts whoever asks could name, in our order. Raises NotIdentified: fewer than IDENTIFIED_LEAST."""
    named: list[str] = [one for one in IDENTIFIED if one in identified]
    if len(named) < IDENTIFIED_LEAST:
        raise NotIdentified(needed=IDENTIFIED_LEAST)
    return named


def near(limit: int) -> int:
    """From how many acts on a limit is nearly reached."""
    return -(-limit * NEAR // 100)


def risk(known: Known, identified: Collection[str]) -> Risk:
    """How likely it is that the wrong person asks.

    Known to somebody, tried or used at a till, reissued before, an owner who has cards reissued often, and nobody who stands there:
    each adds its weight.
    """
    true = {
        "shown": known.shown_at is not None, "refused": known.refused > 0, "used": known.used > 0, "reissued": known.in_line > 0,
        "often": known.of_member > 1, "by_phone": "in_person" not in identified,
    }  # fmt: skip
    because = tuple(name for name, holds in true.items() if holds)
    return Risk(min(100, sum(_WEIGHTS[name] for name in because)), because)
