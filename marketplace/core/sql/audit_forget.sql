-- Takes out of the records of some subjects what people have written in them: why, and the facts of these names. Who did what to which
-- thing and when stays, with all other facts. Returns how many records had something to lose.
CREATE OR REPLACE FUNCTION audit_forget(p_subjects text[], p_names text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE audit_records SET why = '', before = words_emptied(before, p_names), after = words_emptied(after, p_names)
     WHERE subject = ANY (p_subjects) AND forgotten IS NULL
       AND (why <> '' OR words_emptied(before, p_names) IS DISTINCT FROM before OR words_emptied(after, p_names) IS DISTINCT FROM after);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION audit_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forget TO vitrina_app;
