-- Who paid for what a transfer took from members' lots, or for the part of it from point p_from to point p_until as ledger_give_back() gives it
-- back: those that last longest first.
CREATE OR REPLACE FUNCTION ledger_funded(p_source bigint, p_from bigint DEFAULT 0, p_until bigint DEFAULT NULL)
RETURNS TABLE (funder text, points bigint) LANGUAGE sql STABLE AS $$
    SELECT s.funder, sum(least(s.high, coalesce(p_until, s.high)) - greatest(s.high - s.amount, p_from))::bigint
      FROM (SELECT l.funder, -m.amount AS amount, sum(-m.amount) OVER (ORDER BY e.id, m.n DESC) AS high
              FROM entries e CROSS JOIN LATERAL unnest(e.lot_ids, e.lot_amounts) WITH ORDINALITY m(lot, amount, n) JOIN lots l ON l.id = m.lot
             WHERE e.transfer_id = p_source AND e.amount < 0 AND e.lot_ids IS NOT NULL) s
     WHERE s.high > p_from AND s.high - s.amount < coalesce(p_until, s.high) GROUP BY s.funder
$$;
REVOKE EXECUTE ON FUNCTION ledger_funded FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_funded TO vitrina_app;
