"""The rules that tills must satisfy at any moment, each as one query that finds where it is broken.

They look across to the movements of cards on purpose: a redemption is right when its card says the same.
"""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.tills.book import OWNED, SHEETS

__all__ = ["SHEETS", "invariants"]

_MOVED = (
    "(SELECT coalesce(sum(m.amount), 0) FROM giftcard_movements m WHERE m.giftcard_id = {card} AND m.cause = {cause})"
)
# What comes back to a card that went on under another code comes back there.
_OF_CARD = "(m.giftcard_id = {card} OR m.giftcard_id IN (SELECT giftcard_line({card})))"
_CAME_BACK = f"(SELECT coalesce(sum(m.amount), 0) FROM giftcard_movements m WHERE m.cause = {{cause}} AND {_OF_CARD})"  # noqa: S608 - our own words
_CAPTURED = "SELECT FROM authorisations a WHERE a.terminal_id = r.terminal_id AND a.ref = r.ref"
# What a till took outside of what was published is no part of it.
_COUNTS = "t.why NOT IN ('unknown', 'time', 'limit', 'reversed')"

RULES: dict[str, str] = {
    "what a terminal took left the card once, by itself or with its authorisation": f"""
        SELECT r.id AS redemption, r.amount FROM redemptions r
         WHERE {_MOVED.format(card="r.giftcard_id", cause="'redemption:' || r.id")}
            <> CASE WHEN EXISTS ({_CAPTURED}) THEN 0 ELSE -r.amount END""",  # noqa: S608 - our own words
    "what was taken back came back to the card once, all of it": f"""
        SELECT v.id AS reversal, r.amount FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
         WHERE {_CAME_BACK.format(card="r.giftcard_id", cause="'reversal:' || v.id")} <> r.amount
            OR (v.terminal_id, v.ref) <> (r.terminal_id, r.ref)""",  # noqa: S608 - our own words
    "nothing stands under a ref that its terminal has taken back before": """
        SELECT r.id AS redemption FROM redemptions r JOIN reversals v ON v.terminal_id = r.terminal_id AND v.ref = r.ref
         WHERE v.redemption_id IS DISTINCT FROM r.id""",
    "what was set aside left the card once, and what was not captured came back": f"""
        SELECT a.id AS authorisation, a.amount, e.kind FROM authorisations a
          LEFT JOIN authorisation_ends e ON e.authorisation_id = a.id
          LEFT JOIN redemptions r ON r.terminal_id = a.terminal_id AND r.ref = a.ref
         WHERE {_MOVED.format(card="a.giftcard_id", cause="'authorisation:' || a.id")} <> -a.amount
            OR (e.kind IS NOT DISTINCT FROM 'captured') <> (r.id IS NOT NULL) OR r.amount > a.amount OR r.giftcard_id <> a.giftcard_id
            OR {_CAME_BACK.format(card="a.giftcard_id", cause="'authorisation_end:' || a.id")}
            <> CASE WHEN e.kind IS NULL THEN 0 ELSE a.amount - coalesce(r.amount, 0) END""",  # noqa: S608 - our own words
    "the value of a card moves at terminals, when it goes on as another, and for a dispute": f"""
        SELECT m.id AS movement, m.cause FROM giftcard_movements m
         WHERE m.cause NOT IN ('ending:' || m.giftcard_id, 'carried:' || m.giftcard_id) AND NOT EXISTS (SELECT FROM redemptions r WHERE m.cause = 'redemption:' || r.id AND r.giftcard_id = m.giftcard_id)
           AND NOT EXISTS (SELECT FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
                            WHERE m.cause = 'reversal:' || v.id AND {_OF_CARD.format(card="r.giftcard_id")})
           AND NOT EXISTS (SELECT FROM authorisations a WHERE m.cause IN ('authorisation:' || a.id, 'authorisation_end:' || a.id)
                              AND {_OF_CARD.format(card="a.giftcard_id")})
           AND NOT EXISTS (SELECT FROM payment_dispute_pieces d WHERE d.value = abs(m.amount) AND (
                (m.cause = 'dispute:' || d.id AND m.amount < 0 AND m.giftcard_id = d.giftcard_id)
                OR (m.cause = 'dispute_back:' || d.id AND m.amount > 0 AND m.giftcard_id IN (SELECT giftcard_heirs(d.giftcard_id)))))""",  # noqa: S608 - our own words
    "who took a card is its terminal's partner, and whose it is the brand's; between two there was a contract": """
        SELECT r.id AS redemption, r.issuer_partner_id AS issuer, r.acceptor_partner_id AS acceptor FROM redemptions r
          JOIN terminals t ON t.id = r.terminal_id
         WHERE r.acceptor_partner_id <> t.partner_id
            OR (r.issuer_partner_id <> r.acceptor_partner_id AND NOT EXISTS (
                    SELECT FROM acceptances c WHERE c.issuer_partner_id = r.issuer_partner_id
                       AND c.acceptor_partner_id = r.acceptor_partner_id AND c.began_at <= r.at))""",
    "what was taken without a network is booked under its own ref for as much as it says": """
        SELECT t.id AS taking, t.taken, r.amount FROM offline_takings t LEFT JOIN redemptions r ON r.id = t.redemption_id
         WHERE t.redemption_id IS NOT NULL AND ((r.terminal_id, r.ref, r.giftcard_id, r.amount, r.acceptor_partner_id, r.at)
               IS DISTINCT FROM (t.terminal_id, t.ref, t.giftcard_id, t.taken, t.acceptor_partner_id, t.synced_at))
            OR t.taken = 0 AND EXISTS (SELECT FROM redemptions o WHERE o.terminal_id = t.terminal_id AND o.ref = t.ref)""",
    "what counts as taken without a network was taken by its terminal while its package lasted": f"""
        SELECT t.id AS taking FROM offline_takings t JOIN offline_terms m ON m.id = t.terms_id JOIN offline_holders h ON h.id = t.holder_id
         WHERE {_COUNTS} AND (t.taken_at < t.package_at OR t.taken_at > t.package_at + interval '24 hours' OR m.terminal_id <> t.terminal_id
               OR t.package_at < date_trunc('second', m.began_at) OR (h.terminal_id, h.terms_id) <> (t.terminal_id, t.terms_id)
               OR t.package_at NOT BETWEEN date_trunc('second', h.since) AND h.until - interval '24 hours')""",  # noqa: S608 - our own words
    "what counts as taken without a network keeps within the limits that were published, and so does what is lost of it": f"""
        WITH t AS (SELECT t.*, m.stored_limit, m.count_limit, m.card_limit, offline_counts_with(t.holder_id) AS budget
                     FROM offline_takings t JOIN offline_terms m ON m.id = t.terms_id WHERE {_COUNTS}),
        away AS (SELECT p.package_at, p.budget, t.terminal_id, t.giftcard_id, t.amount, t.lost, t.stored_limit, t.count_limit, t.card_limit
                   FROM (SELECT DISTINCT terminal_id, budget, package_at FROM t) p JOIN t ON t.terminal_id = p.terminal_id AND t.budget = p.budget
                    AND (t.package_at = p.package_at OR t.package_at < p.package_at
                         AND t.package_at > p.package_at - interval '24 hours' AND date_trunc('second', t.synced_at) > p.package_at))
        SELECT terminal_id AS terminal, package_at, sum(amount) AS amount, sum(lost) AS lost FROM away GROUP BY terminal_id, budget, package_at
        HAVING sum(amount) > max(stored_limit) OR count(*) > max(count_limit) OR sum(lost) > max(least(stored_limit, count_limit * card_limit))
        UNION ALL SELECT terminal_id, package_at, sum(amount), sum(lost) FROM away GROUP BY terminal_id, budget, package_at, giftcard_id
        HAVING sum(amount) > max(card_limit)""",  # noqa: S608 - our own words
    # The time is read before whoever asks waits for another at the same terminal, hence the minute.
    "one device at a time holds what a terminal takes along, unless its partner has cut one off, as the audit says": """
        SELECT a.id AS holder, b.id AS other FROM offline_holders a JOIN offline_holders b ON b.terminal_id = a.terminal_id AND b.id > a.id
         WHERE b.since < coalesce(a.ended_at, a.until) - interval '1 minute'
        UNION ALL
        SELECT h.id, NULL FROM offline_holders h WHERE CASE WHEN h.ended_how = 'ended' THEN h.ended_at END IS DISTINCT FROM (
                   SELECT a.at FROM audit_records a WHERE a.subject = 'terminal:' || h.terminal_id AND a.action = 'tills.cut_off'
                      AND (a.before ->> 'holder')::bigint = h.id)""",
    "a terminal may go on without a network when the audit says so": """
        SELECT t.id AS terms FROM offline_terms t
         WHERE NOT EXISTS (SELECT FROM audit_records a WHERE a.subject = 'terminal:' || t.terminal_id AND a.action = 'tills.offline_on'
                              AND (a.after ->> 'terms')::bigint = t.id AND a.at = t.began_at)
            OR t.ended_at IS DISTINCT FROM (SELECT a.at FROM audit_records a WHERE a.subject = 'terminal:' || t.terminal_id
                              AND a.action = 'tills.offline_off' AND (a.before ->> 'terms')::bigint = t.id)""",
    "a terminal, a key and a contract ended when the audit says so": """
        SELECT t.id AS terminal, NULL::text AS key, NULL::bigint AS acceptance FROM terminals t WHERE t.closed_at IS DISTINCT FROM (
                   SELECT a.at FROM audit_records a WHERE a.subject = 'terminal:' || t.id AND a.action = 'tills.close_terminal')
        UNION ALL
        SELECT k.terminal_id, k.key_prefix, NULL FROM terminal_keys k WHERE k.revoked_at IS DISTINCT FROM (
                   SELECT a.at FROM audit_records a WHERE a.subject = 'terminal:' || k.terminal_id AND a.action = 'tills.revoke_key'
                      AND a.before ->> 'key' = k.key_prefix)
        UNION ALL
        SELECT NULL, NULL, c.id FROM acceptances c WHERE c.ended_at IS DISTINCT FROM (
                   SELECT a.at FROM audit_records a WHERE a.subject = 'acceptance:' || c.id AND a.action = 'tills.end_acceptance')""",
}


def invariants() -> list[Finding]:
    """Every place where tills break a rule; none when they are right. Reads everything that terminals took."""
    return search(RULES) + own_seals.unsealed(OWNED)
