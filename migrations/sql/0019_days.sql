-- What an account's entries came to, day by day, so that a page about a year need not read each of them again. These rows repeat
-- what the entries say and are made when somebody looks (`ledger_keep_days`), so that no posting writes them: how far they reach is
-- their greatest last_id. A day is one of the time zone in which it was asked for; another zone has rows of its own.
-- `vitrina verify` holds them against the entries.
CREATE TABLE account_days (
    account_id    bigint NOT NULL,
    time_zone     text NOT NULL,
    day           date NOT NULL,
    last_id       bigint NOT NULL,
    at            timestamptz NOT NULL,
    balance_after bigint NOT NULL,
    came          bigint NOT NULL,
    went          bigint NOT NULL,
    earned        bigint NOT NULL,
    spent         bigint NOT NULL,
    entries       bigint NOT NULL,
    PRIMARY KEY (account_id, time_zone, day),
    UNIQUE (account_id, time_zone, last_id)
);
REVOKE INSERT, UPDATE, DELETE ON account_days FROM vitrina_app;

-- The days of an account's entries behind `p_after` up to and with `p_upto`: the last entry of each with its moment and balance; what
-- came and what went; what was earned (less what was taken back) and spent (less what was returned); how many entries.
-- Points that expired are neither earned nor spent.
CREATE FUNCTION ledger_days(p_account bigint, p_time_zone text, p_after bigint, p_upto bigint)
RETURNS TABLE (day date, last_id bigint, at timestamptz, balance_after bigint, came bigint, went bigint, earned bigint, spent bigint,
               entries bigint)
LANGUAGE sql STABLE AS $$
    SELECT (e.at AT TIME ZONE p_time_zone)::date, max(e.id),
           (array_agg(e.at ORDER BY e.id DESC))[1], (array_agg(e.balance_after ORDER BY e.id DESC))[1],
           coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0)::bigint,
           coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)::bigint,
           coalesce(sum(e.amount) FILTER (WHERE k.what IN ('accrual', 'clawback', 'adjustment')), 0)::bigint,
           coalesce(-sum(e.amount) FILTER (WHERE k.what IN ('order', 'hold', 'capture')), 0)::bigint,
           count(*)
      FROM entries e JOIN transfers t ON t.id = e.transfer_id
      LEFT JOIN transfers s ON s.id = t.settles_id
     CROSS JOIN LATERAL (SELECT CASE WHEN t.kind IN ('reversal', 'release') THEN s.kind ELSE t.kind END AS what) k
     WHERE e.account_id = p_account AND e.id > p_after AND e.id <= p_upto
     GROUP BY 1
$$;

-- Adds the entries that are not yet in an account's days. Whoever writes entries of the account holds the lock of its balance, so
-- whoever holds it sees all of them up to the newest; while somebody writes, nothing is done, and the next who looks does it.
CREATE FUNCTION ledger_keep_days(p_account bigint, p_time_zone text) RETURNS void
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

REVOKE EXECUTE ON FUNCTION ledger_days, ledger_keep_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_days, ledger_keep_days TO vitrina_app;
