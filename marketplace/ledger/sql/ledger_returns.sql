-- What a transfer took from members' lots, and with which last day each part comes back on p_today: with its old one; where that has
-- passed (`late`), with p_grace. Points that came back late once come back late again for that day alone, so that whoever
-- buys and gives back again and again gains a day each time and never the programme's days of grace. Without p_grace nothing is late.
CREATE OR REPLACE FUNCTION ledger_returns(p_source bigint, p_today date, p_grace date)
RETURNS TABLE (entry_id bigint, account_id bigint, place bigint, lot_id bigint, amount bigint, late boolean, expires_on date)
LANGUAGE sql STABLE AS $$
    SELECT e.id, e.account_id, m.n, l.id, -m.amount, x.late,
           CASE WHEN NOT x.late THEN l.expires_on WHEN l.origin = 'late' THEN p_today ELSE p_grace END
      FROM entries e CROSS JOIN LATERAL unnest(e.lot_ids, e.lot_amounts) WITH ORDINALITY m(lot, amount, n)
      JOIN lots l ON l.id = m.lot
     CROSS JOIN LATERAL (SELECT p_grace IS NOT NULL AND coalesce(l.expires_on < p_today, false) AS late) x
     WHERE e.transfer_id = p_source AND e.amount < 0 AND e.lot_ids IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION ledger_returns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_returns TO vitrina_app;
