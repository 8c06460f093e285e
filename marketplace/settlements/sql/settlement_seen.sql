-- Whether a statement's drawing saw what a transaction wrote: it was committed then, or it is the same one.
CREATE OR REPLACE FUNCTION settlement_seen(p_txid xid8, s statements) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_visible_in_snapshot(p_txid, s.snapshot) OR p_txid = s.txid
$$;
REVOKE EXECUTE ON FUNCTION settlement_seen FROM PUBLIC;
