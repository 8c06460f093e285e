-- Opens an account once; asking again gives the same one. Accounts of the programme itself have no owner.
CREATE OR REPLACE FUNCTION ledger_open(p_programme bigint, p_kind text, p_owner bigint, p_unit text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
    IF p_owner IS NOT NULL THEN
        SELECT id INTO v_id FROM accounts
         WHERE programme_id = p_programme AND kind = p_kind AND owner_id = p_owner AND unit = p_unit;
        IF NOT FOUND THEN
            SELECT o.account_id INTO STRICT v_id FROM ledger_open_all(p_programme, p_kind, ARRAY[p_owner], p_unit) o;
        END IF;
        RETURN v_id;
    END IF;
    FOR v_try IN 1..2 LOOP
        SELECT id INTO v_id FROM accounts
         WHERE programme_id = p_programme AND kind = p_kind AND owner_id IS NULL AND unit = p_unit;
        EXIT WHEN FOUND;
        INSERT INTO accounts (programme_id, kind, unit) VALUES (p_programme, p_kind, p_unit)
        ON CONFLICT DO NOTHING RETURNING id INTO v_id;
        EXIT WHEN FOUND;
    END LOOP;
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_open TO vitrina_app;
