-- Sends to breakage what is left of every lot of the programme whose last day lies before p_today: one transfer, an entry
-- a member. At most `p_limit` accounts are swept (and locked) at a time; nothing due, nothing written.
CREATE OR REPLACE FUNCTION ledger_expire(p_programme bigint, p_at timestamptz, p_today date, p_breakage bigint, p_limit integer,
    OUT transfer_id bigint, OUT account_count bigint, OUT lot_count bigint, OUT total bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE v_accounts bigint[];
BEGIN
    IF p_today IS NULL OR p_today > (p_at AT TIME ZONE 'UTC' + interval '14 hours')::date OR NOT EXISTS (
        SELECT FROM accounts a WHERE a.id = p_breakage AND a.programme_id = p_programme AND a.kind = 'breakage' AND a.unit = 'points'
    ) THEN
        PERFORM ledger_refuse('transfer_form', 'points expire up to the present day, into breakage');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger_expire', p_programme));
    account_count := 0; lot_count := 0; total := 0;
    v_accounts := ARRAY(
        SELECT b.account_id FROM balances b WHERE b.account_id IN (
            SELECT DISTINCT o.account_id FROM open_lots o JOIN accounts a ON a.id = o.account_id AND a.programme_id = p_programme
             WHERE o.expires_on < p_today ORDER BY o.account_id LIMIT p_limit)
         ORDER BY b.account_id FOR NO KEY UPDATE);
    IF cardinality(v_accounts) = 0 THEN RETURN; END IF;

    transfer_id := nextval(pg_get_serial_sequence('public.transfers', 'id'));
    INSERT INTO transfers (id, programme_id, kind, ref, at)
    VALUES (transfer_id, p_programme, 'expiry', format('expiry:%s:%s:%s', p_programme, p_today, transfer_id), p_at);
    WITH gone AS (
        DELETE FROM open_lots o USING unnest(v_accounts) a(id) WHERE o.account_id = a.id AND o.expires_on < p_today
        RETURNING o.lot_id, o.account_id, o.remaining
    ), due AS MATERIALIZED (
        SELECT account_id, sum(remaining)::bigint AS points, array_agg(lot_id) AS lot_ids, array_agg(-remaining) AS lot_amounts
          FROM gone GROUP BY account_id
    ), lowered AS (
        UPDATE balances b SET balance = b.balance - due.points FROM due WHERE b.account_id = due.account_id
        RETURNING b.account_id, b.balance
    ), written AS (
        INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, lot_ids, lot_amounts)
        SELECT ledger_expire.transfer_id, account_id, -due.points, l.balance, p_at, due.lot_ids, due.lot_amounts
          FROM due JOIN lowered l USING (account_id)
    )
    SELECT count(*), coalesce(sum(cardinality(lot_ids)), 0), sum(points) INTO account_count, lot_count, total FROM due;
    -- Another sweep or a reversal was faster: the accounts that were found have nothing due any more.
    IF lot_count > 0 THEN
        INSERT INTO entries (transfer_id, account_id, amount, at) VALUES (transfer_id, p_breakage, total, p_at);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_expire FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_expire TO vitrina_app;
