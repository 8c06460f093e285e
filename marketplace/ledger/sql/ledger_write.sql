-- Writes entries and balances and takes what `p_spenders` spend from their lots: soonest to expire first, lots past
-- their last day or not usable yet not at all, the lots `p_first`, each named once, before all others,
-- at most `p_most` of each (NULL: all of it). The caller has locked the balances.
-- What an account got that goes on as another is passed on to that one.
-- marketplace.ledger.rules.take is the same rule in Python where nothing is named first, and a property test holds them equal.
CREATE OR REPLACE FUNCTION ledger_write(
    p_transfer bigint, p_at timestamptz, p_today date, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[],
    p_spenders bigint[], p_first bigint[], p_most bigint[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_needed numeric;
    v_taken numeric;
    v_poor record;
    v_passes boolean;
BEGIN
    WITH e AS MATERIALIZED (
        SELECT u.n, u.account, u.amount, u.expires, u.memo,
               sum(u.amount) OVER (PARTITION BY u.account ORDER BY u.n) AS so_far
          FROM unnest(p_accounts, p_amounts, p_expires, p_memos) WITH ORDINALITY u(account, amount, expires, memo, n)
    ), spent AS (
        SELECT n, account, sum(-amount) OVER (PARTITION BY account ORDER BY n) + amount AS low,
               sum(-amount) OVER (PARTITION BY account ORDER BY n) AS high
          FROM e WHERE amount < 0 AND account = ANY (p_spenders)
    ), queue AS (
        SELECT o.lot_id, o.account_id, o.remaining, sum(piece.points) OVER following - piece.points AS low, sum(piece.points) OVER following AS high
          FROM open_lots o LEFT JOIN unnest(p_first, p_most) f(lot, most) ON f.lot = o.lot_id
         CROSS JOIN LATERAL (SELECT CASE WHEN f.lot IS NULL THEN 0 ELSE least(o.remaining, f.most) END) first(points)
         CROSS JOIN LATERAL (VALUES (0, first.points), (1, o.remaining - first.points)) piece(turn, points)
         WHERE o.account_id = ANY (p_spenders) AND piece.points > 0 AND (piece.turn = 0 OR ledger_spendable(o.expires_on, o.usable_from, p_today))
        WINDOW following AS (PARTITION BY o.account_id ORDER BY piece.turn, o.expires_on NULLS LAST, o.lot_id)
    ), part AS MATERIALIZED (
        SELECT s.n, q.lot_id, q.remaining, min(q.low) AS low, sum(least(q.high, s.high) - greatest(q.low, s.low))::bigint AS amount
          FROM spent s JOIN queue q ON q.account_id = s.account AND q.low < s.high AND s.low < q.high
         GROUP BY s.n, q.lot_id, q.remaining
    ), used AS MATERIALIZED (
        SELECT lot_id, remaining, sum(amount)::bigint AS amount FROM part GROUP BY lot_id, remaining
    ), gone AS (
        DELETE FROM open_lots o USING used u WHERE o.lot_id = u.lot_id AND u.amount = u.remaining
    ), shortened AS (
        UPDATE open_lots o SET remaining = o.remaining - u.amount FROM used u WHERE o.lot_id = u.lot_id AND u.amount < u.remaining
    ), changed AS (
        UPDATE balances b SET balance = b.balance + c.amount
          FROM (SELECT account, sum(amount)::bigint AS amount FROM e GROUP BY account) c
         WHERE b.account_id = c.account
        RETURNING b.account_id, b.balance - c.amount AS before, b.passes_to
    ), written AS (
        INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, expires_on, lot_ids, lot_amounts, memo)
        SELECT p_transfer, e.account, e.amount, c.before + e.so_far, p_at, e.expires, l.lot_ids, l.lot_amounts, e.memo
          FROM e
          LEFT JOIN changed c ON c.account_id = e.account
          LEFT JOIN (SELECT n, array_agg(lot_id ORDER BY low) AS lot_ids, array_agg(-amount ORDER BY low) AS lot_amounts
                       FROM part GROUP BY n) l ON l.n = e.n
         ORDER BY e.n
    )
    SELECT (SELECT coalesce(sum(high - low), 0) FROM spent), (SELECT coalesce(sum(amount), 0) FROM part),
           (SELECT bool_or(passes_to IS NOT NULL) FROM changed)
      INTO v_needed, v_taken, v_passes;
    IF v_taken <> v_needed THEN
        -- Lots past their last day stand in the balance until they are swept, and cannot be spent; nor can fresh ones.
        SELECT p.* INTO v_poor
          FROM (SELECT u.account, -sum(u.amount) AS amount,
                       (SELECT coalesce(-sum(t.amount), 0) FROM entries en, unnest(en.lot_amounts) t(amount)
                         WHERE en.transfer_id = p_transfer AND en.account_id = u.account AND en.amount < 0) AS taken
                  FROM unnest(p_accounts, p_amounts) u(account, amount)
                 WHERE u.amount < 0 AND u.account = ANY (p_spenders)
                 GROUP BY u.account) p
         WHERE p.amount > p.taken ORDER BY p.account LIMIT 1;
        PERFORM ledger_refuse_poor(v_poor.account, v_poor.amount, p_today, v_poor.taken);
    END IF;
    IF v_passes THEN PERFORM ledger_pass_on(p_transfer, p_at, p_today); END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_write FROM PUBLIC;
