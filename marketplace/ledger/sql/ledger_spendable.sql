-- Whether points with this last day, and this first one, can be spent on p_today. It is inlined into whatever asks.
CREATE OR REPLACE FUNCTION ledger_spendable(p_expires date, p_usable date, p_today date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (p_expires IS NULL OR p_expires >= p_today) AND (p_usable IS NULL OR p_usable <= p_today)
$$;
REVOKE EXECUTE ON FUNCTION ledger_spendable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_spendable TO vitrina_app;
