-- Adds the entries that are not yet in an account's days. Whoever writes entries of the account holds the lock of its balance, so
-- whoever holds it sees all of them up to the newest; while somebody writes, nothing is done, and the next who looks does it.
CREATE OR REPLACE FUNCTION ledger_keep_days(p_account bigint, p_time_zone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM balances WHERE account_id = p_account FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO account_days AS d
    SELECT p_account, p_time_zone, n.*
      FROM (SELECT coalesce(max(last_id), 0) AS last_id FROM account_days
             WHERE account_id = p_account AND time_zone = p_time_zone) kept
     CROSS JOIN LATERAL ledger_days(p_account, p_time_zone, kept.last_id, 9223372036854775807) n
    ON CONFLICT (account_id, time_zone, day) DO UPDATE
        SET last_id = EXCLUDED.last_id, at = EXCLUDED.at, balance_after = EXCLUDED.balance_after, came = d.came + EXCLUDED.came,
            went = d.went + EXCLUDED.went, earned = d.earned + EXCLUDED.earned, spent = d.spent + EXCLUDED.spent,
            entries = d.entries + EXCLUDED.entries;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_keep_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_keep_days TO vitrina_app;
