-- The same accounts, each as the one as which it goes on today, in the same order.
CREATE OR REPLACE FUNCTION ledger_heirs(p_accounts bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM balances WHERE account_id = ANY (p_accounts) AND passes_to IS NOT NULL) THEN RETURN p_accounts; END IF;
    RETURN ARRAY(SELECT ledger_heir(u.id) FROM unnest(p_accounts) WITH ORDINALITY u(id, n) ORDER BY u.n);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_heirs FROM PUBLIC;
