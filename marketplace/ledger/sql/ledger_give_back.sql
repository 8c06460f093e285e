-- Gives back to their lots what the transfer `p_source` took from them.
CREATE OR REPLACE FUNCTION ledger_give_back(p_transfer bigint, p_source bigint, p_at timestamptz, p_memo jsonb) RETURNS void
LANGUAGE sql AS $$
    WITH old AS MATERIALIZED (
        SELECT id, account_id, -amount AS amount, lot_ids, ARRAY(SELECT -m.amount FROM unnest(lot_amounts) WITH ORDINALITY m(amount, n) ORDER BY n) AS lot_amounts
          FROM entries WHERE transfer_id = p_source AND amount < 0 AND lot_ids IS NOT NULL
    ), opened AS (
        INSERT INTO open_lots (lot_id, account_id, expires_on, remaining)
        SELECT l.id, l.account_id, l.expires_on, sum(m.amount)
          FROM old CROSS JOIN unnest(old.lot_ids, old.lot_amounts) m(lot_id, amount) JOIN lots l ON l.id = m.lot_id
         GROUP BY l.id
        ON CONFLICT (lot_id) DO UPDATE SET remaining = open_lots.remaining + excluded.remaining
    ), changed AS (
        UPDATE balances b SET balance = b.balance + c.amount
          FROM (SELECT account_id, sum(amount)::bigint AS amount FROM old GROUP BY account_id) c
         WHERE b.account_id = c.account_id
        RETURNING b.account_id, b.balance - c.amount AS before
    )
    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, lot_ids, lot_amounts, memo)
    SELECT p_transfer, o.account_id, o.amount, c.before + sum(o.amount) OVER (PARTITION BY o.account_id ORDER BY o.id),
           p_at, o.lot_ids, o.lot_amounts, p_memo
      FROM old o JOIN changed c USING (account_id) ORDER BY o.id
$$;
REVOKE EXECUTE ON FUNCTION ledger_give_back FROM PUBLIC;
