-- Ends the points of a member whose data are to be erased, once the term of his request is over and while it stands; returns how many there were.
CREATE OR REPLACE FUNCTION erasure_end_points(p_erasure bigint, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v erasures;
BEGIN
    SELECT * INTO STRICT v FROM erasures WHERE id = p_erasure;
    IF p_now < v.due_at OR EXISTS (SELECT FROM erasure_ends WHERE erasure_id = p_erasure) THEN
        RAISE EXCEPTION 'the erasure is not due' USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_due';
    END IF;
    RETURN ledger_end(v.programme_id, v.member_id, 'erasure:' || p_erasure, p_now);
END $$;
REVOKE EXECUTE ON FUNCTION erasure_end_points FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erasure_end_points TO vitrina_app;
