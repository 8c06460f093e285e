"""What earlier statements would have cost under other terms, for whoever is asked to sign them."""

import json
from datetime import date, timedelta
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.settlements.values import Contract, Terms

STATEMENTS = 3  # that are looked at


class WouldBe(NamedTuple):
    """The commission of a statement in the contract's minor units, as it was and as other terms would have made it; without tax."""

    statement: str
    from_day: date
    to_day: date
    was: int
    becomes: int

    @property
    def last_day(self) -> date:
        """The last day of its period."""
        return self.to_day - timedelta(1)


def on_past_statements(of: Contract, terms: Terms) -> list[WouldBe]:
    """What the commission of the contract's last statements would have been under these terms, the oldest first; tax and breakage aside.

    Steps are found from each statement's sums, each line is rounded by itself, and what was taken back gives back its share of the fixed sum, all as
    statements do it. What is owed, at the sale or at the use, is taken from the statements: terms that change it are not compared.
    """
    facts = {
        "contract": of.id, "many": STATEMENTS, "bp": terms.commission_bp, "fixed": terms.commission_fixed, "steps": json.dumps([dict(step) for step in terms.commission_steps]),
        "borne": terms.commission_by == "partner",
    }  # fmt: skip
    return [WouldBe(*row) for row in execute(_WOULD_BE, facts)]


_WOULD_BE = """
    WITH past AS (
        SELECT id, number, from_day, to_day FROM statements WHERE contract_id = %(contract)s ORDER BY to_day DESC LIMIT %(many)s),
    charged AS MATERIALIZED (
        SELECT l.statement_id, l.due, l.commission, CASE
                   WHEN l.kind IN ('cancellation', 'exchanged_out', 'withheld', 'withheld_back', 'elsewhere', 'elsewhere_back')
                   THEN div(%(fixed)s::numeric * least(abs(l.amount), g.value), g.value)::bigint ELSE %(fixed)s::bigint END AS fixed
          FROM past s JOIN statement_lines l ON l.statement_id = s.id JOIN giftcards g ON g.id = l.giftcard_id
         WHERE l.due <> 0 AND l.kind IN ('sale', 'cancellation', 'exchanged_in', 'exchanged_out', 'redemption', 'reversal', 'elsewhere', 'elsewhere_back',
                                         'withheld', 'withheld_back')),
    shares AS (
        SELECT c.statement_id, coalesce((
                   SELECT (step ->> 'bp')::bigint FROM jsonb_array_elements(%(steps)s::jsonb) step WHERE (step ->> 'from')::bigint <= sum(c.due)
                    ORDER BY (step ->> 'from')::bigint DESC LIMIT 1), %(bp)s::bigint) AS bp
          FROM charged c GROUP BY c.statement_id)
    SELECT s.number, s.from_day, s.to_day, coalesce(sum(c.commission), 0)::bigint,
           coalesce(sum(CASE WHEN %(borne)s THEN settlement_share(c.due, h.bp, 10000) + sign(c.due)::bigint * c.fixed ELSE 0 END), 0)::bigint
      FROM past s LEFT JOIN charged c ON c.statement_id = s.id LEFT JOIN shares h ON h.statement_id = s.id
     GROUP BY s.id, s.number, s.from_day, s.to_day ORDER BY s.to_day"""
