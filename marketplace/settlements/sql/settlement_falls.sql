-- Whether what happened at a moment, in a transaction, belongs to a statement: it is of its period and was seen when it was drawn; or it is of
-- an earlier period, and was not seen yet when the statement before (none for the first) was drawn.
CREATE OR REPLACE FUNCTION settlement_falls(p_at timestamptz, p_txid xid8, p_begins timestamptz, s statements, b statements)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p_at < s.to_at AND settlement_seen(p_txid, s)
       AND (p_at >= s.from_at OR (p_at >= p_begins AND b.id IS NOT NULL AND NOT settlement_seen(p_txid, b)))
$$;
REVOKE EXECUTE ON FUNCTION settlement_falls FROM PUBLIC;
