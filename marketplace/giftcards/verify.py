"""The rules that gift cards must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.giftcards.book import OWNED

RULES: dict[str, str] = {
    "a code is held by at most one live certificate": """
        SELECT code_id AS code, count(*) AS cards FROM giftcards WHERE state <> 'void' GROUP BY code_id HAVING count(*) > 1""",
    "a code that a live certificate holds is not for sale": """
        SELECT g.id AS giftcard, g.code_id AS code FROM giftcards g JOIN free_codes f ON f.code_id = g.code_id
         WHERE g.state <> 'void'""",
    "a code that a live certificate holds is not put aside either": """
        SELECT g.id AS giftcard, g.code_id AS code FROM giftcards g JOIN withdrawn_codes k ON k.code_id = g.code_id
         WHERE g.state <> 'void'""",
    "a certificate holds a code of its own brand": """
        SELECT g.id AS giftcard, g.code_id AS code FROM giftcards g JOIN codes c ON c.id = g.code_id
         WHERE c.brand_id <> g.brand_id""",
    "what is left of a certificate lies between nothing and its value": """
        SELECT id AS giftcard, value, remaining FROM giftcards
         WHERE remaining NOT BETWEEN 0 AND value OR (state = 'spent') <> (remaining = 0 AND state <> 'void')""",
    "what is left of a certificate is its value and all of its movements": """
        SELECT g.id AS giftcard, g.value, g.remaining FROM giftcards g
          LEFT JOIN (SELECT giftcard_id, sum(amount) AS moved FROM giftcard_movements GROUP BY giftcard_id) m ON m.giftcard_id = g.id
         WHERE g.remaining <> g.value + coalesce(m.moved, 0)""",
    "a certificate whose value has moved is not taken back": """
        SELECT DISTINCT g.id AS giftcard FROM giftcards g JOIN giftcard_movements m ON m.giftcard_id = g.id
         WHERE g.state = 'void' AND NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = g.id)
           AND NOT EXISTS (SELECT FROM giftcard_voidings v WHERE v.giftcard_id = g.id)""",
    "a certificate that staff took away is void and keeps what it had": """
        SELECT v.giftcard_id AS giftcard FROM giftcard_voidings v JOIN giftcards g ON g.id = v.giftcard_id
         WHERE g.state <> 'void' OR g.remaining <> v.amount OR EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = g.id)""",
    "a certificate that was shown has a record of who saw it": """
        SELECT g.id AS giftcard FROM giftcards g WHERE g.revealed_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM audit_records a WHERE a.subject = 'giftcard:' || g.id
               AND a.action IN ('giftcards.reveal', 'giftcards.staff_reveal')) AND NOT EXISTS (
            SELECT FROM giftcard_successions s JOIN giftcard_endings e ON e.succession_id = s.id JOIN giftcards p ON p.id = e.giftcard_id
             WHERE s.id = g.succession_id AND s.cause = 'membership' AND p.revealed_at = g.revealed_at)""",
    "a certificate that was shown or downloaded says so, and is not void": """
        SELECT g.id AS giftcard, g.state FROM giftcards g
         WHERE (g.revealed_at IS NULL OR g.state = 'void' AND NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = g.id)
                AND NOT EXISTS (SELECT FROM giftcard_voidings v WHERE v.giftcard_id = g.id)) AND EXISTS (
            SELECT FROM giftcard_events e WHERE e.giftcard_id = g.id AND e.kind IN ('revealed', 'downloaded'))""",
    "a partner's code is unsold or was handed over": """
        SELECT b.id AS batch, gone.codes, planted.decoys FROM batches b
         CROSS JOIN LATERAL (SELECT count(*) AS decoys FROM code_canaries k WHERE k.batch_id = b.id) planted
          LEFT JOIN (SELECT c.batch_id, count(*) AS codes FROM codes c
                      WHERE NOT EXISTS (SELECT FROM free_codes f WHERE f.code_id = c.id)
                        AND NOT EXISTS (SELECT FROM withdrawn_codes k WHERE k.code_id = c.id)
                        AND NOT EXISTS (SELECT FROM giftcards g WHERE g.code_id = c.id)
                        AND NOT EXISTS (SELECT FROM code_returns r WHERE r.code_id = c.id) GROUP BY c.batch_id) gone ON gone.batch_id = b.id
         WHERE coalesce(gone.codes, 0) <> planted.decoys""",
    "a partner's code whose certificate is void has come back": """
        SELECT g.id AS giftcard, g.code_id AS code FROM giftcards g JOIN codes c ON c.id = g.code_id AND c.denomination_id IS NOT NULL
         WHERE g.state = 'void' AND NOT EXISTS (SELECT FROM code_returns r WHERE r.code_id = g.code_id AND r.ref = 'order:' || g.order_id)
           AND NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = g.id)
           AND NOT EXISTS (SELECT FROM giftcard_voidings v WHERE v.giftcard_id = g.id)""",
    "a code that was put back on sale is unsold, or was handed over again": """
        SELECT last.code_id AS code FROM (
            SELECT DISTINCT ON (r.code_id) r.code_id, k.decision FROM code_returns r
              LEFT JOIN code_return_decisions k ON k.return_id = r.id ORDER BY r.code_id, r.id DESC) last
         WHERE last.decision = 'restocked' AND NOT EXISTS (SELECT FROM free_codes f WHERE f.code_id = last.code_id)
           AND NOT EXISTS (SELECT FROM withdrawn_codes k WHERE k.code_id = last.code_id)
           AND NOT EXISTS (SELECT FROM giftcards g WHERE g.code_id = last.code_id AND g.state <> 'void')""",
    "a certificate was first shown when its history says so": """
        SELECT g.id AS giftcard, g.revealed_at FROM giftcards g WHERE g.revealed_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM giftcard_events e WHERE e.giftcard_id = g.id AND e.kind IN ('revealed', 'downloaded') AND e.at = g.revealed_at)""",
    "a certificate is frozen, set aside or void when its history says so": """
        SELECT g.id AS giftcard, g.state, h.last FROM giftcards g
          LEFT JOIN (SELECT DISTINCT ON (giftcard_id) giftcard_id, kind AS last FROM giftcard_events
                      WHERE kind IN ('frozen', 'unfrozen', 'held', 'released', 'voided', 'replaced') ORDER BY giftcard_id, id DESC) h ON h.giftcard_id = g.id
         WHERE (g.state = 'void') <> coalesce(h.last IN ('voided', 'replaced'), false)
            OR (g.state = 'frozen') <> (h.last IS NOT DISTINCT FROM 'frozen') OR (g.state = 'held') <> (h.last IS NOT DISTINCT FROM 'held')""",
    "a certificate that went on as others has ended, with all that was left of it": """
        SELECT e.giftcard_id AS giftcard, e.amount FROM giftcard_endings e JOIN giftcards g ON g.id = e.giftcard_id
          JOIN giftcard_successions s ON s.id = e.succession_id
         WHERE g.state <> 'void' OR g.remaining <> 0 OR g.programme_id <> s.programme_id
            OR NOT EXISTS (SELECT FROM giftcard_movements m WHERE m.giftcard_id = g.id AND m.cause = 'ending:' || g.id AND m.amount = -e.amount)""",
    "what comes of certificates is worth what they had left, ends no later, and is of the same owner and brand but for a gift or an exchange": """
        SELECT s.id AS succession, s.cause, p.amount AS ended, c.amount AS born FROM giftcard_successions s
          LEFT JOIN LATERAL (SELECT count(*) AS n, sum(e.amount) AS amount, min(g.expires_on) AS expires_on, min(g.currency) AS currency,
                       array_agg(DISTINCT g.member_id) AS members, array_agg(DISTINCT g.brand_id) AS brands
                  FROM giftcard_endings e JOIN giftcards g ON g.id = e.giftcard_id WHERE e.succession_id = s.id) p ON true
          LEFT JOIN LATERAL (SELECT count(*) AS n, max(g.born_until) AS expires_on, max(g.currency) AS currency,
                       sum(g.value + coalesce((SELECT m.amount FROM giftcard_movements m WHERE m.cause = 'carried:' || g.id), 0)) AS amount,
                       array_agg(DISTINCT g.member_id) AS members, array_agg(DISTINCT g.brand_id) AS brands
                  FROM giftcards g WHERE g.succession_id = s.id) c ON true
         WHERE p.n = 0 OR c.n = 0 OR c.amount > p.amount OR (c.amount < p.amount AND s.cause <> 'exchange') OR c.expires_on > p.expires_on
            OR c.currency <> p.currency OR (c.members <> p.members AND s.cause NOT IN ('gift', 'rebind', 'membership')) OR (c.brands <> p.brands AND s.cause <> 'exchange')
            OR (giftcard_goes_on_as_one(s.cause) AND (p.n, c.n) <> (1, 1))""",
    "a certificate ends on the day that it was born with, or on the one that it was last extended to": """
        SELECT g.id AS giftcard, g.expires_on, g.born_until FROM giftcards g
          LEFT JOIN (SELECT DISTINCT ON (giftcard_id) giftcard_id, until FROM giftcard_extensions ORDER BY giftcard_id, id DESC) x ON x.giftcard_id = g.id
         WHERE g.expires_on <> coalesce(x.until, g.born_until)""",
    "a certificate was extended from the day that it ended on, from its birth on": """
        SELECT x.id AS extension FROM (
            SELECT e.*, lag(e.until) OVER (PARTITION BY e.giftcard_id ORDER BY e.id) AS before FROM giftcard_extensions e) x
          JOIN giftcards g ON g.id = x.giftcard_id
         WHERE x.was <> coalesce(x.before, g.born_until) OR x.days <> x.until - giftcard_first_until(g.id)""",
    "days of grace are given to a certificate when something comes back to it after its last day, once": """
        SELECT x.id AS extension FROM giftcard_extensions x
         WHERE x.reason = 'came_back' AND (
               NOT EXISTS (SELECT FROM giftcard_movements m WHERE m.giftcard_id = x.giftcard_id AND m.txid = x.txid AND m.amount > 0)
               OR EXISTS (SELECT FROM giftcard_extensions o WHERE o.giftcard_id = x.giftcard_id AND o.reason = 'came_back' AND o.id < x.id))""",
    "a certificate that staff has stopped is frozen": """
        SELECT g.id AS giftcard, g.state FROM giftcard_stops s JOIN giftcards g ON g.id = s.giftcard_id
         WHERE s.lifted_at IS NULL AND g.state <> 'frozen'""",
    "a stop was lifted when the audit says so": """
        SELECT s.id AS stop FROM giftcard_stops s WHERE s.lifted_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM audit_records a WHERE a.subject = 'giftcard:' || s.giftcard_id AND a.action = 'giftcards.lift_stop' AND a.at = s.lifted_at)""",
    "a certificate that followed its owner is whoever its owner is now, under the same code": """
        SELECT s.id AS succession FROM giftcard_successions s JOIN giftcard_endings e ON e.succession_id = s.id
          JOIN giftcards p ON p.id = e.giftcard_id JOIN giftcards n ON n.succession_id = s.id
         WHERE s.cause = 'membership' AND (n.code_id <> p.code_id OR n.revealed_at IS NULL AND p.revealed_at IS NOT NULL OR NOT EXISTS (
            SELECT FROM member_line(n.member_id) l(id) WHERE l.id = p.member_id AND l.id <> n.member_id))""",
    "nobody whose membership went on as another keeps a certificate at hand": """
        SELECT g.id AS giftcard FROM giftcards g JOIN member_merges m ON m.from_member_id = g.member_id
         WHERE g.state = 'active' AND g.expires_on >= (greatest(m.at, (SELECT max(e.at) FROM giftcard_events e WHERE e.giftcard_id = g.id),
                (SELECT max(v.at) FROM giftcard_movements v WHERE v.giftcard_id = g.id)) AT TIME ZONE (SELECT time_zone FROM programmes p WHERE p.id = g.programme_id))::date""",
    "value that no till moved was carried by a succession": """
        SELECT m.id AS movement, m.cause FROM giftcard_movements m
         WHERE (split_part(m.cause, ':', 1) = 'ending' AND NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = m.giftcard_id AND m.cause = 'ending:' || e.giftcard_id))
            OR (split_part(m.cause, ':', 1) = 'carried' AND NOT EXISTS (
                    SELECT FROM giftcards g WHERE g.id = m.giftcard_id AND m.cause = 'carried:' || g.id AND g.succession_id IS NOT NULL))""",
}


def invariants() -> list[Finding]:
    """Every place where cards break a rule; none when they are right. Reads all cards."""
    return search(RULES) + own_seals.unsealed(OWNED)
