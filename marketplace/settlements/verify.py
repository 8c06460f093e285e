"""The rules that settlements must satisfy at any moment, each as one query that finds where it is broken.

Whether a statement is still what happened is asked by `vitrina statement replay`: that draws it again.
"""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.settlements.book import OWNED

RULES: dict[str, str] = {
    "a statement's lines add up from its opening to its closing, and there are as many as it says": """
        SELECT s.id AS statement, s.opening, s.closing, l.net FROM statements s
         CROSS JOIN LATERAL (SELECT coalesce(sum(net), 0) AS net, count(*) AS lines FROM statement_lines WHERE statement_id = s.id) l
         WHERE s.opening + l.net <> s.closing OR l.lines <> s.line_count""",
    "a statement goes on where the one before it ended, in time and in money": """
        SELECT s.id AS statement, s.opening, p.closing FROM statements s LEFT JOIN statements p ON p.id = s.previous_id
          JOIN contracts c ON c.id = s.contract_id
         WHERE s.opening <> coalesce(p.closing, 0) OR s.from_day <> coalesce(p.to_day, c.begins_on)
            OR s.contract_id <> coalesce(p.contract_id, s.contract_id) OR s.partner_id <> c.partner_id OR s.currency <> c.currency""",
    "a line belongs to a statement of its partner, and to a version of its contract": """
        SELECT l.statement_id AS statement, l.position FROM statement_lines l LEFT JOIN statements s ON s.id = l.statement_id
          LEFT JOIN contract_versions v ON v.id = l.version_id
         WHERE s.id IS NULL OR s.partner_id <> l.partner_id OR v.contract_id IS DISTINCT FROM s.contract_id""",
    "the totals of a statement are what its lines come to": """
        SELECT coalesce(t.statement_id, l.statement_id) AS statement, coalesce(t.kind, l.kind) AS kind FROM statement_totals t
          FULL JOIN (SELECT statement_id, kind, count(*) AS lines, sum(gross) AS gross, sum(due) AS due, sum(commission) AS commission,
                            sum(commission_vat) AS commission_vat, sum(goods_vat) AS goods_vat, sum(net) AS net
                       FROM statement_lines GROUP BY statement_id, kind) l ON l.statement_id = t.statement_id AND l.kind = t.kind
         WHERE (t.lines, t.gross, t.due, t.commission, t.commission_vat, t.goods_vat, t.net)
               IS DISTINCT FROM (l.lines, l.gross, l.due, l.commission, l.commission_vat, l.goods_vat, l.net)""",
    "what a dispute took of a card, or gave back to it, stands in its partner's statement": """
        SELECT m.id AS movement, m.giftcard_id AS giftcard, s.id AS statement FROM giftcard_movements m
          JOIN giftcards g ON g.id = m.giftcard_id JOIN brands b ON b.id = g.brand_id JOIN contracts c ON c.partner_id = b.partner_id
         CROSS JOIN LATERAL (
               SELECT n.id FROM statements n WHERE n.contract_id = c.id AND m.at < n.to_at
                  AND (pg_visible_in_snapshot(m.txid, n.snapshot) OR m.txid = n.txid) ORDER BY n.to_day LIMIT 1) s
         WHERE split_part(m.cause, ':', 1) IN ('dispute', 'dispute_back') AND m.at >= c.begins_on::timestamp AT TIME ZONE c.time_zone
           AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.statement_id = s.id AND l.event_id = m.id
                              AND l.kind = CASE WHEN m.amount < 0 THEN 'withheld' ELSE 'withheld_back' END AND l.amount = m.amount)""",
    "a partner loses money to a dispute with the value of its cards, and gets both back": """
        SELECT t.ref AS transfer, e.amount FROM transfers t JOIN entries e ON e.transfer_id = t.id
          JOIN accounts a ON a.id = e.account_id AND a.kind = 'partner' AND a.unit <> 'points'
         WHERE t.kind = 'dispute' AND split_part(t.ref, ':', 1) IN ('dispute', 'dispute-back') AND NOT EXISTS (
               SELECT FROM payment_dispute_pieces p JOIN giftcard_movements m
                   ON m.giftcard_id = p.giftcard_id AND m.cause = 'dispute:' || p.id AND m.amount = -p.value
                WHERE p.dispute_id = split_part(t.ref, ':', 2)::bigint)""",
    "a version in force was signed for each side, by two people": """
        SELECT v.id AS version FROM contract_versions v JOIN contract_signatures s ON s.version_id = v.id
         GROUP BY v.id HAVING count(*) > 2 OR count(*) <> count(DISTINCT s.user_id)""",
    "a dispute that was upheld was put right once, for its partner": """
        SELECT e.dispute_id AS dispute FROM statement_dispute_ends e JOIN statement_disputes d ON d.id = e.dispute_id
          JOIN statements s ON s.id = d.statement_id LEFT JOIN settlement_adjustments a ON a.id = e.adjustment_id
         WHERE (e.outcome = 'upheld') <> (a.id IS NOT NULL) OR a.partner_id <> s.partner_id""",
    "a run was approved by somebody else than whoever drafted it": """
        SELECT r.id AS payout_run FROM payout_runs r JOIN payout_run_steps s ON s.run_id = r.id AND s.step = 'approved'
          LEFT JOIN proposals p ON p.id = s.proposal_id LEFT JOIN proposal_applications a ON a.proposal_id = p.id
         WHERE p.kind IS DISTINCT FROM 'payout_run' OR p.subject <> r.id::text OR p.proposed_by <> r.drafted_by OR a.proposal_id IS NULL""",
    "nothing happened to a payment of a run that was not sent": """
        SELECT e.id AS payout_event FROM payout_events e JOIN payout_lines l ON l.id = e.line_id
         WHERE NOT EXISTS (SELECT FROM payout_run_steps s WHERE s.run_id = l.run_id AND s.step = 'sent')""",
    "two people said of a payment that it did not arrive, where no bank, provider or key of the programme's did": """
        SELECT e.id AS payout_event, e.line_id AS payout_line, e.proposal_id AS proposal FROM payout_events e JOIN payout_lines l ON l.id = e.line_id
         WHERE e.known_by IN ('person', 'file') AND e.what IN ('failed', 'name_mismatch', 'returned')
           AND (e.proposal_id IS NULL OR NOT payout_by_two(l, e.what, e.known_by, e.proposal_id))""",
    "a payment is free again exactly if it failed, came back or its run was given up": """
        SELECT l.id AS payout_line FROM payout_lines l
         WHERE (l.released_at IS NOT NULL) <> (EXISTS (SELECT FROM payout_events e WHERE e.line_id = l.id AND e.what IN ('failed', 'name_mismatch', 'returned'))
               OR EXISTS (SELECT FROM payout_run_steps s WHERE s.run_id = l.run_id AND s.step = 'dropped'))""",
    "what failed or came back at the payment provider was fetched back, all of it, before its debt was opened again": """
        SELECT e.id AS payout_event, e.line_id, l.amount, b.amount AS fetched FROM payout_events e JOIN payout_lines l ON l.id = e.line_id
          JOIN payout_moves t ON t.line_id = e.line_id AND t.what = 'transfer'
         CROSS JOIN LATERAL (SELECT coalesce(sum(m.amount), 0) AS amount FROM payout_moves m WHERE m.line_id = e.line_id AND m.what = 'reversal') b
         WHERE ((e.what IN ('failed', 'returned')) <> (b.amount = l.amount) OR t.amount <> l.amount)
           AND NOT EXISTS (SELECT FROM payout_events n WHERE n.line_id = e.line_id AND n.what = 'returned' AND e.what = 'confirmed')""",
    "what is set off of a company comes to zero, and programmes pay each other as much": """
        SELECT n.id AS netting FROM nettings n WHERE NOT netting_balances(n.id)""",
    "a netting that was sent was agreed to for each programme, by nobody who drafted it": """
        SELECT p.netting_id AS netting, p.programme_id AS programme FROM netting_positions p JOIN nettings n ON n.id = p.netting_id
          JOIN netting_steps t ON t.netting_id = n.id AND t.step = 'sent'
         WHERE NOT EXISTS (SELECT FROM netting_approvals a WHERE a.netting_id = n.id AND a.programme_id = p.programme_id AND a.user_id <> n.drafted_by)""",
    "no partner has been paid more than its statements owed it": """
        SELECT l.partner_id AS partner, sum(l.amount) AS paid FROM payout_lines l WHERE l.released_at IS NULL GROUP BY l.partner_id
        HAVING sum(l.amount) > (SELECT coalesce(sum(t.net), 0) FROM statements s JOIN statement_totals t ON t.statement_id = s.id
                                  JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted'
                                 WHERE s.partner_id = l.partner_id AND t.kind NOT IN ('payout', 'payout_return'))""",
}


def invariants() -> list[Finding]:
    """Every place where settlements break a rule; none when they are right."""
    return search(RULES) + own_seals.unsealed(OWNED)
