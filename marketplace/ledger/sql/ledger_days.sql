-- The days of an account's entries behind `p_after` up to and with `p_upto`: the last entry of each with its moment and balance; what
-- came and what went; what was earned (less what was taken back) and spent (less what was returned); how many entries.
-- Points that expired are neither earned nor spent.
CREATE OR REPLACE FUNCTION ledger_days(p_account bigint, p_time_zone text, p_after bigint, p_upto bigint)
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
REVOKE EXECUTE ON FUNCTION ledger_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_days TO vitrina_app;
