CREATE OR REPLACE FUNCTION topup_refuse(p_rule text, p_facts jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'points cannot be bought like this' USING ERRCODE = 'check_violation', CONSTRAINT = p_rule, DETAIL = p_facts::text;
END $$;
REVOKE EXECUTE ON FUNCTION topup_refuse FROM PUBLIC;
