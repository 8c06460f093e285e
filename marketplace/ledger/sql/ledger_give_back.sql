-- Gives back to their lots what the transfer `p_source` took from them, or the part of it from point p_from to point p_until, those that last
-- longest first (an account that goes on as another passes them on); what comes back late (see ledger_returns) becomes lots of its own.
CREATE OR REPLACE FUNCTION ledger_give_back(
    p_transfer bigint, p_source bigint, p_at timestamptz, p_today date, p_grace date, p_memo jsonb,
    p_from bigint DEFAULT 0, p_until bigint DEFAULT NULL) RETURNS void
LANGUAGE sql AS $$
    WITH parts AS MATERIALIZED (
        SELECT entry_id, account_id, place, lot_id, (least(high, coalesce(p_until, high)) - greatest(low, p_from))::bigint AS amount, late, expires_on
          FROM (SELECT r.*, sum(r.amount) OVER w AS high, sum(r.amount) OVER w - r.amount AS low FROM ledger_returns(p_source, p_today, p_grace) r
                WINDOW w AS (ORDER BY r.entry_id, r.place DESC)) slice
         WHERE high > p_from AND low < coalesce(p_until, high)
    ), legs AS MATERIALIZED (
        SELECT entry_id, account_id, late, NULL::date AS expires_on, sum(amount)::bigint AS amount, array_agg(lot_id ORDER BY place) AS lot_ids,
               array_agg(amount ORDER BY place) AS lot_amounts
          FROM parts WHERE NOT late GROUP BY entry_id, account_id, late
        UNION ALL
        SELECT entry_id, account_id, late, expires_on, sum(amount)::bigint, NULL, NULL FROM parts WHERE late
         GROUP BY entry_id, account_id, late, expires_on
    ), opened AS (
        INSERT INTO open_lots (lot_id, account_id, expires_on, remaining, usable_from)
        SELECT p.lot_id, p.account_id, p.expires_on, sum(p.amount), l.usable_from FROM parts p JOIN lots l ON l.id = p.lot_id
         WHERE NOT p.late GROUP BY p.lot_id, p.account_id, p.expires_on, l.usable_from
        ON CONFLICT (lot_id) DO UPDATE SET remaining = open_lots.remaining + excluded.remaining
    ), born AS (
        -- What a purchase of points gives back stays bought.
        INSERT INTO lots (account_id, transfer_id, amount, expires_on, origin, funder)
        SELECT p.account_id, p_transfer, sum(p.amount), p.expires_on, (SELECT CASE kind WHEN 'topup' THEN 'bought' ELSE 'late' END FROM transfers WHERE id = p_transfer), l.funder
          FROM parts p JOIN lots l ON l.id = p.lot_id WHERE p.late GROUP BY p.account_id, p.expires_on, l.funder ORDER BY p.account_id, p.expires_on, l.funder
        RETURNING id, account_id, expires_on, amount
    ), opened_late AS (
        INSERT INTO open_lots (lot_id, account_id, expires_on, remaining) SELECT id, account_id, expires_on, amount FROM born
    ), changed AS (
        UPDATE balances b SET balance = b.balance + c.amount
          FROM (SELECT account_id, sum(amount)::bigint AS amount FROM legs GROUP BY account_id) c
         WHERE b.account_id = c.account_id
        RETURNING b.account_id, b.balance - c.amount AS before
    )
    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, expires_on, lot_ids, lot_amounts, memo)
    SELECT p_transfer, o.account_id, o.amount,
           c.before + sum(o.amount) OVER (PARTITION BY o.account_id ORDER BY o.entry_id, o.late, o.expires_on), p_at, o.expires_on,
           o.lot_ids, o.lot_amounts, p_memo
      FROM legs o JOIN changed c USING (account_id) ORDER BY o.entry_id, o.late, o.expires_on;
    SELECT ledger_pass_on(p_transfer, p_at, p_today) FROM (SELECT FROM entries e JOIN balances b ON b.account_id = e.account_id
     WHERE e.transfer_id = p_transfer AND b.passes_to IS NOT NULL LIMIT 1) passes
$$;
REVOKE EXECUTE ON FUNCTION ledger_give_back FROM PUBLIC;
