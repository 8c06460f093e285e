-- The account as which this one goes on today; itself, where it does not.
CREATE OR REPLACE FUNCTION ledger_heir(p_account bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_account bigint := p_account;
    v_next bigint;
BEGIN
    LOOP
        SELECT passes_to INTO v_next FROM balances WHERE account_id = v_account;
        IF v_next IS NULL THEN RETURN v_account; END IF;
        v_account := v_next;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_heir FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_heir TO vitrina_app;
