"""The rules that the books must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "the entries of a transfer sum to zero in every unit": """
        SELECT e.transfer_id AS transfer, a.unit, sum(e.amount) AS total
          FROM entries e JOIN accounts a ON a.id = e.account_id
         GROUP BY e.transfer_id, a.unit HAVING sum(e.amount) <> 0""",
    "all accounts of a programme sum to zero in every unit": """
        SELECT a.programme_id AS programme, a.unit, sum(e.total) AS total
          FROM (SELECT account_id, sum(amount) AS total FROM entries GROUP BY account_id) e JOIN accounts a ON a.id = e.account_id
         GROUP BY a.programme_id, a.unit HAVING sum(e.total) <> 0""",
    "an entry is of a transfer and an account of one programme": """
        SELECT e.id AS entry, e.transfer_id, e.account_id
          FROM entries e LEFT JOIN accounts a ON a.id = e.account_id LEFT JOIN transfers t ON t.id = e.transfer_id
         WHERE a.programme_id IS DISTINCT FROM t.programme_id OR t.id IS NULL OR a.id IS NULL""",
    "a balance is the sum of its entries": """
        SELECT b.account_id AS account, b.balance, coalesce(e.total, 0) AS entries
          FROM balances b LEFT JOIN (SELECT account_id, sum(amount) AS total FROM entries GROUP BY account_id) e USING (account_id)
         WHERE b.balance <> coalesce(e.total, 0)""",
    "members' accounts have a running balance": """
        SELECT a.id AS account, a.kind FROM accounts a LEFT JOIN balances b ON b.account_id = a.id
         WHERE (a.kind IN ('member', 'held', 'debt')) <> (b.account_id IS NOT NULL)
            OR b.keeps_lots <> (a.kind = 'member' AND a.unit = 'points')
            OR (a.kind IN ('member', 'held') AND b.floor IS DISTINCT FROM 0)
            OR (a.kind = 'debt' AND b.ceiling IS DISTINCT FROM 0)""",
    "no balance is below its floor or above its ceiling": """
        SELECT account_id AS account, balance, floor, ceiling FROM balances WHERE balance < floor OR balance > ceiling""",
    "an entry's balance is that of the entry before, and its amount": """
        SELECT id AS entry, account_id, amount, balance_after, before FROM (
            SELECT e.id, e.account_id, e.amount, e.balance_after,
                   lag(e.balance_after, 1, 0::bigint) OVER (PARTITION BY e.account_id ORDER BY e.id) AS before
              FROM entries e JOIN balances b USING (account_id)) chain
         WHERE balance_after IS DISTINCT FROM before + amount""",
    "what is left in a member's lots is his balance": """
        SELECT b.account_id AS account, b.balance, coalesce(o.total, 0) AS lots
          FROM balances b LEFT JOIN (SELECT account_id, sum(remaining) AS total FROM open_lots GROUP BY account_id) o USING (account_id)
         WHERE coalesce(o.total, 0) <> CASE WHEN b.keeps_lots THEN b.balance ELSE 0 END""",
    "what is left of a lot is what it was, and all that was taken and given back": """
        SELECT l.id AS lot, l.amount, coalesce(m.moved, 0) AS moved, coalesce(o.remaining, 0) AS remaining
          FROM lots l
          LEFT JOIN (SELECT lot_id, sum(amount) AS moved FROM (
                         SELECT unnest(lot_ids) AS lot_id, unnest(lot_amounts) AS amount FROM entries WHERE lot_ids IS NOT NULL) u
                      GROUP BY lot_id) m ON m.lot_id = l.id
          LEFT JOIN open_lots o ON o.lot_id = l.id
         WHERE l.amount + coalesce(m.moved, 0) <> coalesce(o.remaining, 0) OR o.remaining > l.amount""",
    "an open lot is the lot of that id": """
        SELECT o.lot_id AS open_lot, o.account_id, o.expires_on FROM open_lots o LEFT JOIN lots l ON l.id = o.lot_id
         WHERE l.id IS NULL OR l.account_id <> o.account_id OR l.expires_on IS DISTINCT FROM o.expires_on
            OR l.usable_from IS DISTINCT FROM o.usable_from""",
    "points that cannot be spent yet are not spent": """
        SELECT e.id AS entry, l.id AS lot, l.usable_from FROM lots l JOIN entries e ON e.account_id = l.account_id AND l.id = ANY (e.lot_ids)
          JOIN transfers t ON t.id = e.transfer_id JOIN programmes p ON p.id = t.programme_id
         WHERE l.usable_from > (e.at AT TIME ZONE p.time_zone)::date AND e.amount < 0 AND t.kind NOT IN ('topup', 'merge', 'erasure')""",
    "an entry moves lots of its own account, and as much as its amount": """
        SELECT e.id AS entry, e.whole AS amount, sum(e.amount) AS lots
          FROM (SELECT id, account_id, amount AS whole, unnest(lot_ids) AS lot_id, unnest(lot_amounts) AS amount
                  FROM entries WHERE lot_ids IS NOT NULL) e
          LEFT JOIN lots l ON l.id = e.lot_id AND l.account_id = e.account_id
         GROUP BY e.id, e.whole
        HAVING sum(e.amount) <> e.whole OR bool_or(l.id IS NULL) OR bool_or(sign(e.amount) <> sign(e.whole))""",
    "points that leave a member's account leave his lots": """
        SELECT e.id AS entry, e.account_id, e.amount FROM entries e JOIN balances b USING (account_id)
         WHERE (b.keeps_lots AND e.amount < 0 AND e.lot_ids IS NULL) OR (NOT b.keeps_lots AND e.lot_ids IS NOT NULL)""",
    "points that a member received stand in the lots of their transfer": """
        SELECT transfer_id AS transfer, account_id, nullif(day, 'infinity') AS expires_on, e.amount AS entries, l.amount AS lots
          FROM (SELECT e.transfer_id, e.account_id, coalesce(e.expires_on, 'infinity') AS day, sum(e.amount) AS amount
                  FROM entries e JOIN balances b USING (account_id)
                 WHERE b.keeps_lots AND e.amount > 0 AND e.lot_ids IS NULL GROUP BY 1, 2, 3) e
          FULL JOIN (SELECT transfer_id, account_id, coalesce(expires_on, 'infinity') AS day, sum(amount) AS amount FROM lots
                      GROUP BY 1, 2, 3) l
               USING (transfer_id, account_id, day)
         WHERE e.amount IS DISTINCT FROM l.amount""",
    "what was given back of a transfer in parts is what it took, in order, and no more": """
        SELECT r.transfer_id AS transfer, r.points, r.so_far FROM (
            SELECT x.*, sum(x.points) OVER (PARTITION BY x.source_id ORDER BY x.so_far) AS told FROM transfer_returns x) r
          JOIN transfers t ON t.id = r.transfer_id
          LEFT JOIN LATERAL (SELECT sum(e.amount) AS amount FROM entries e JOIN balances b ON b.account_id = e.account_id AND b.keeps_lots
                              WHERE e.transfer_id = r.transfer_id) e ON true
         WHERE r.told <> r.so_far OR e.amount IS DISTINCT FROM r.points OR t.kind <> 'return'
            OR r.so_far > (SELECT sum(s.amount) FROM entries s JOIN accounts a ON a.id = s.account_id
                            WHERE s.transfer_id = r.source_id AND s.amount > 0 AND a.kind <> 'held')
            OR EXISTS (SELECT FROM transfers s WHERE s.settles_id = r.source_id)
        UNION ALL
        SELECT t.id, NULL, NULL FROM transfers t
         WHERE t.kind = 'return' AND NOT EXISTS (SELECT FROM transfer_returns r WHERE r.transfer_id = t.id)""",
    "a hold is ended by its whole amount": """
        SELECT s.id AS transfer, s.kind, h.amount AS held, e.amount AS ended
          FROM transfers s JOIN entries h ON h.transfer_id = s.settles_id
          JOIN accounts a ON a.id = h.account_id AND a.kind = 'held'
          LEFT JOIN entries e ON e.transfer_id = s.id AND e.account_id = h.account_id
         WHERE s.kind IN ('capture', 'release') AND e.amount IS DISTINCT FROM -h.amount""",
    "an account that goes on as another holds nothing, and what it held went there with its last days": """
        SELECT b.account_id AS account, NULL::bigint AS transfer, b.balance FROM balances b JOIN accounts a ON a.id = b.account_id JOIN accounts h ON h.id = b.passes_to
         WHERE b.balance <> 0 OR (a.programme_id, a.kind, a.unit) <> (h.programme_id, h.kind, h.unit) OR a.kind NOT IN ('member', 'debt')
        UNION ALL
        SELECT x.account_id, t.id, x.amount FROM transfers t JOIN entries x ON x.transfer_id = t.id LEFT JOIN balances b ON b.account_id = x.account_id
         WHERE t.kind = 'merge' AND NOT EXISTS (SELECT FROM entries o JOIN balances ob ON ob.account_id = o.account_id
               WHERE o.transfer_id = t.id AND (ob.passes_to = x.account_id OR b.passes_to = o.account_id))
        UNION ALL
        SELECT NULL, t.id, sum(moved.points) FROM transfers t
         CROSS JOIN LATERAL (
            SELECT l.expires_on, l.usable_from, m.amount AS points FROM entries e CROSS JOIN LATERAL unnest(e.lot_ids, e.lot_amounts) m(lot, amount)
              JOIN lots l ON l.id = m.lot WHERE e.transfer_id = t.id
            UNION ALL SELECT l.expires_on, l.usable_from, l.amount FROM lots l WHERE l.transfer_id = t.id) moved
         WHERE t.kind = 'merge' GROUP BY t.id, moved.expires_on, moved.usable_from HAVING sum(moved.points) <> 0""",
    "a lot is what brought it says: paid for, given back late, or earned; and stays so where it moves": """
        SELECT l.id AS lot, l.origin, t.kind FROM lots l JOIN transfers t ON t.id = l.transfer_id
         WHERE t.kind <> 'merge' AND l.origin <> CASE WHEN t.kind = 'topup' THEN 'bought' WHEN t.kind IN ('reversal', 'release', 'return') THEN 'late' ELSE 'earned' END
        UNION ALL
        SELECT l.id, l.origin, t.kind FROM lots l JOIN transfers t ON t.id = l.transfer_id AND t.kind = 'merge'
          JOIN entries e ON e.transfer_id = t.id AND e.amount < 0 CROSS JOIN LATERAL unnest(e.lot_ids) m(lot) JOIN lots o ON o.id = m.lot
         WHERE o.origin <> l.origin""",
    "points were paid for by whoever brought them, and stay so where they move": """
        SELECT l.id AS lot, l.funder, t.kind FROM lots l JOIN transfers t ON t.id = l.transfer_id
         WHERE t.kind NOT IN ('merge', 'reversal', 'release', 'return')
           AND l.funder <> CASE t.kind WHEN 'accrual' THEN 'bank' WHEN 'topup' THEN 'member' ELSE 'programme' END AND t.ref !~ ':back$'
        UNION ALL
        SELECT l.id, l.funder, t.kind FROM lots l JOIN transfers t ON t.id = l.transfer_id AND t.kind = 'merge'
          JOIN entries e ON e.transfer_id = t.id AND e.amount < 0 CROSS JOIN LATERAL unnest(e.lot_ids) m(lot) JOIN lots o ON o.id = m.lot
         WHERE o.funder <> l.funder
        UNION ALL
        SELECT NULL, r.transfer_id::text, 'return' FROM transfer_returns r
         CROSS JOIN LATERAL (
               SELECT given.funder, sum(given.points) AS points FROM (
                      SELECT b.funder, b.points FROM ledger_funded(coalesce((SELECT s.settles_id FROM transfers s WHERE s.id = r.source_id AND s.kind = 'capture'), r.source_id),
                                                       r.so_far - r.points, r.so_far) b
                      UNION ALL
                      SELECT l.funder, -m.amount FROM entries e CROSS JOIN LATERAL unnest(e.lot_ids, e.lot_amounts) m(lot, amount) JOIN lots l ON l.id = m.lot
                       WHERE e.transfer_id = r.transfer_id AND e.amount > 0
                      UNION ALL
                      SELECT l.funder, -l.amount FROM lots l WHERE l.transfer_id = r.transfer_id) given
                GROUP BY given.funder HAVING sum(given.points) <> 0) wrong""",
    "an adjustment has a record of who made it": """
        SELECT t.id AS transfer, t.kind, t.ref FROM transfers t
         WHERE t.kind = 'adjustment' AND NOT EXISTS (
            SELECT FROM audit_records a WHERE a.subject = 'transfer:' || t.id AND a.action = 'ledger.adjust' AND a.txid = t.txid)""",
    "what is held is what open holds hold": """
        SELECT b.account_id AS account, b.balance, coalesce(h.total, 0) AS holds
          FROM balances b JOIN accounts a ON a.id = b.account_id AND a.kind = 'held'
          LEFT JOIN (SELECT e.account_id, sum(e.amount) AS total FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.amount > 0
                      WHERE t.kind = 'hold' AND NOT EXISTS (SELECT FROM transfers s WHERE s.settles_id = t.id)
                      GROUP BY e.account_id) h ON h.account_id = b.account_id
         WHERE b.balance <> coalesce(h.total, 0)""",
    "what is kept of an account's days is what its entries came to": """
        SELECT account_id AS account, time_zone, day, kept.figures AS kept, told.figures AS entries
          FROM (SELECT d.*, (d.last_id, d.entries, d.came, d.went, d.earned, d.spent) AS figures,
                       (d.at, d.balance_after) IS DISTINCT FROM (e.at, e.balance_after) AS differs
                  FROM account_days d LEFT JOIN entries e ON e.id = d.last_id) kept
          FULL JOIN (
                SELECT account_id, time_zone, day,
                       (max(id), count(*),
                        coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,
                        coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint,
                        coalesce(sum(amount) FILTER (WHERE what IN ('accrual', 'clawback', 'adjustment')), 0)::bigint,
                        coalesce(-sum(amount) FILTER (WHERE what IN ('order', 'hold', 'capture')), 0)::bigint) AS figures
                  FROM (SELECT k.account_id, k.time_zone, (e.at AT TIME ZONE k.time_zone)::date AS day, e.id, e.amount, w.kind AS what
                          FROM (SELECT account_id, time_zone, max(last_id) AS upto FROM account_days GROUP BY 1, 2) k
                          JOIN entries e ON e.account_id = k.account_id AND e.id <= k.upto
                          JOIN transfers t ON t.id = e.transfer_id
                          JOIN transfers w ON w.id = CASE WHEN t.kind IN ('reversal', 'release') THEN t.settles_id ELSE t.id END) each
                 GROUP BY 1, 2, 3) told USING (account_id, time_zone, day)
         WHERE kept.figures IS DISTINCT FROM told.figures OR kept.differs""",
}


def invariants() -> list[Finding]:
    """Every place where the books break a rule; none when they are right. Reads the whole ledger."""
    return search(RULES)
