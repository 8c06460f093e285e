CREATE OR REPLACE FUNCTION ledger_refuse(p_rule text, p_message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', p_message USING ERRCODE = 'check_violation', CONSTRAINT = p_rule;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_refuse FROM PUBLIC;
