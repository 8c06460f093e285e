-- Takes out of the records of some subjects what people have written in them: why, and the facts that hold words (words_of_people). Who did what to
-- which thing and when stays, with all other facts. Returns how many records had something to lose. For the function that knows whose data go.
CREATE OR REPLACE FUNCTION audit_forget(p_subjects text[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_names text[] := words_of_people();
    v_count bigint;
BEGIN
    UPDATE audit_records SET why = '', before = words_emptied(before, v_names), after = words_emptied(after, v_names)
     WHERE subject = ANY (p_subjects) AND forgotten IS NULL
       AND (why <> '' OR words_emptied(before, v_names) IS DISTINCT FROM before OR words_emptied(after, v_names) IS DISTINCT FROM after);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION audit_forget FROM PUBLIC, vitrina_app;
