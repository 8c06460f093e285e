"""Who asks for what only a card's or an account's owner may want: identified once, for the person of staff who heard it, and for a while."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.core import audit
from marketplace.core.db import execute, insert_once
from marketplace.members import Member
from marketplace.support import owners, rules
from marketplace.support.calls import LASTS as CALL_LASTS
from marketplace.support.errors import NotIdentified
from marketplace.support.values import IDENTIFIED, Asked

WRITTEN_LASTS = timedelta(days=30)  # so long after a member has opened a case it stands for who they are
LASTS = timedelta(
    minutes=15
)  # whoever named something at the desk longer ago is asked again; in a call, as long as the call may last
# What was named at the desk, or in a call that is not over, about a member or whoever they were before. A call that became a case is handed over
# with it, so a colleague need not ask again.
_NAMED = """
WITH line AS (SELECT member_line(member_now(%(member)s)) AS id)
SELECT i.named, i.at, i.at + %(lasts)s AS until FROM identifications i JOIN line ON line.id = i.member_id
 WHERE i.agent_id = %(by)s AND i.at > %(now)s - %(lasts)s AND cardinality(i.named) >= %(least)s
UNION ALL
SELECT c.named, c.began_at, c.began_at + %(call_lasts)s FROM calls c JOIN line ON line.id = c.member_id
 WHERE (c.agent_id = %(by)s OR EXISTS (SELECT FROM call_steps s WHERE s.call_id = c.id AND s.case_id IS NOT NULL)) AND c.began_at > %(now)s - %(call_lasts)s AND cardinality(c.named) >= %(least)s
   AND NOT EXISTS (SELECT FROM call_steps s WHERE s.call_id = c.id AND s.what = 'end')
 ORDER BY at DESC LIMIT 1"""

# What the member has written of this very card from their own account. An address of mail proves nothing, so letters are none of it.
_WRITTEN = """SELECT id, opened_at FROM cases WHERE member_id IN (SELECT member_line(member_now(%(member)s))) AND giftcard_id = %(card)s
   AND channel = 'cabinet' AND opened_at > %(now)s - %(written_lasts)s AND state IN ('open', 'waits_member', 'waits_partner') ORDER BY id DESC LIMIT 1"""


class Asker(NamedTuple):
    """What somebody could name when they were asked who they are: by the names of facts, when, and until when they need not be asked again.

    `case_id`: nobody was asked; the member has written from their own account, in this case.
    """

    named: list[str]
    at: datetime
    until: datetime
    case_id: int | None = None

    @property
    def recognised(self) -> bool:
        """Whether it was enough."""
        return self.case_id is not None or len(self.named) >= rules.IDENTIFIED_LEAST


def identify(member: Member, named: Collection[str], *, by: int, ref: str, now: datetime) -> Asker:
    """Take down what somebody could name who says he is this member, once by `ref`; too little is kept, too.

    Args:
        named: of `IDENTIFIED`; others are left out.
        by: the member of staff who has heard it.
    """
    heard = [one for one in IDENTIFIED if one in named]
    values = {
        "programme_id": member.programme_id,
        "member_id": member.id,
        "named": heard,
        "agent_id": by,
        "ref": ref,
        "at": now,
    }
    asker = Asker(list(heard), now, now + LASTS)
    if insert_once("identifications", ["ref"], **values) is not None:
        facts = {"named": heard, "recognised": asker.recognised}
        audit.record("support.identify", f"member:{member.id}", at=now, after=facts)
    return asker


def identified(
    member_id: int, *, by: int, act: Asked | None = None, card_id: int | None = None, now: datetime
) -> Asker | None:
    """Whom this person of staff has identified as this member and need not ask again; None: nobody.

    Args:
        act: what is asked for; some acts may be asked for in writing, too, in a case of the card that the member has opened after signing in, not
            longer than WRITTEN_LASTS ago, and that is open; not where what they sign in with had just been changed, or was now.
        card_id: the card that it is asked for.
    """
    facts = {
        "member": member_id,
        "by": by,
        "now": now,
        "lasts": LASTS,
        "call_lasts": CALL_LASTS,
        "least": rules.IDENTIFIED_LEAST,
    }
    row = execute(_NAMED, facts).first()
    if row is not None:
        return Asker(list(row.named), row.at, row.until)
    if act is None or card_id is None or not rules.may_write(act):
        return None
    of = {"member": member_id, "card": card_id, "now": now, "written_lasts": WRITTEN_LASTS}
    written = execute(_WRITTEN, of).first()
    if written is None or not owners.wrote_undisturbed(member_id, written.opened_at, now=now):
        return None
    return Asker([], written.opened_at, now + LASTS, written.id)


def must_be_identified(
    member_id: int, *, by: int, act: Asked | None = None, card_id: int | None = None, now: datetime
) -> Asker:
    """Whoever asks for an act that `rules.needs_asker` somebody for; the case that stands for them is in the audit, as what they named is.

    Raises NotIdentified: this person of staff has identified nobody as this member.
    """
    asker = identified(member_id, by=by, act=act, card_id=card_id, now=now)
    if asker is None:
        raise NotIdentified(needed=rules.IDENTIFIED_LEAST)
    if asker.case_id is not None:
        audit.record("support.identify", f"member:{member_id}", at=now, after={"case": asker.case_id})
    return asker
