"""What a member saw at a moment: their points, a brand's offers and prices, the texts in force, and how often they were written to."""

from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace import catalogue, members, partners, programmes
from marketplace.catalogue import Shown
from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.programmes import Text
from marketplace.reports import timeline

WEEK = timedelta(days=7)
# What the books held, less what had expired by that day and was swept later, or still is to be.
_BALANCE = """
SELECT e.balance_after
     + coalesce((SELECT sum(m.amount) FROM entries x JOIN transfers t ON t.id = x.transfer_id AND t.kind = 'expiry'
                  CROSS JOIN unnest(x.lot_ids, x.lot_amounts) m(lot_id, amount) JOIN lots l ON l.id = m.lot_id AND l.expires_on < %(day)s
                  WHERE x.account_id = a.id AND x.at > %(at)s), 0)
     - coalesce((SELECT sum(o.remaining) FROM open_lots o WHERE o.account_id = a.id AND o.expires_on < %(day)s), 0)
  FROM accounts a JOIN entries e ON e.account_id = a.id
 WHERE a.programme_id = %(programme)s AND a.kind = 'member' AND a.owner_id = %(member)s AND a.unit = 'points' AND e.at <= %(at)s
 ORDER BY e.id DESC LIMIT 1"""


class Seen(NamedTuple):
    """How the shop stood for a member.

    `balance`: points after the last movement of that time, without those whose last day had passed: they are gone before the sweep books it; `letters`: emails written to them in the seven days before.
    `offers`: those for every member, and those for the level that they had, `tier`, out of as many as are told of a day; `cut`: there were more. `hidden`: why the brand showed nothing, as `partners.hidden_on`.
    """

    balance: int
    offers: list[Shown]
    texts: list[Text]
    letters: int
    hidden: str
    tier: str
    cut: bool


def seen(member: Member, at: datetime, *, brand: str, language: str) -> Seen:
    """What a member saw of a brand at a moment, with the texts as they read in their language."""
    whose = {"programme": member.programme_id, "member": member.id, "at": at}
    balance = execute(_BALANCE, whose | {"day": programmes.get(member.programme_id).day(at)}).scalar()
    letters = execute(
        """SELECT count(*) FROM mails WHERE programme_id = %(programme)s AND recipient = ANY (%(addresses)s)
              AND written_at > %(since)s AND written_at <= %(at)s""",
        whose | {"addresses": list(timeline.of_member(member).addresses), "since": at - WEEK},
    ).scalar_one()
    tier = members.tier_on(member, at)
    day = catalogue.shop_on(member.programme_id, at, brand=brand)
    shown = [one for one in day.shown if one.facts.tier in ("", tier)]
    return Seen(
        int(balance or 0), shown, programmes.texts_on(member.programme_id, language, at), int(letters),
        partners.hidden_on(partners.brand_by_slug(member.programme_id, brand).partner_id, at), tier, day.cut,
    )  # fmt: skip
