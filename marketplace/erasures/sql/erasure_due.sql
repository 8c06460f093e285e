-- A request that may be carried out: its term is over, and it stands. Refused by name: 'erasure_due'.
CREATE OR REPLACE FUNCTION erasure_due(p_erasure bigint, p_now timestamptz) RETURNS erasures LANGUAGE plpgsql STABLE AS $$
DECLARE v erasures;
BEGIN
    SELECT * INTO STRICT v FROM erasures WHERE id = p_erasure;
    IF p_now < v.due_at OR EXISTS (SELECT FROM erasure_ends WHERE erasure_id = p_erasure) THEN
        RAISE EXCEPTION 'the erasure is not due' USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_due';
    END IF;
    RETURN v;
END $$;
REVOKE EXECUTE ON FUNCTION erasure_due FROM PUBLIC;
