-- Begins an erasure that is due: nothing moves by the member's hand any more, nor by that of whom they were before, and their points end. Returns how
-- many points there were.
CREATE OR REPLACE FUNCTION erasure_close(p_erasure bigint, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v erasures := erasure_due(p_erasure, p_now);
BEGIN
    PERFORM member_erase(ARRAY(SELECT member_line(v.member_id)), p_now);
    RETURN ledger_end(v.programme_id, v.member_id, 'erasure:' || p_erasure, p_now);
END $$;
REVOKE EXECUTE ON FUNCTION erasure_close FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erasure_close TO vitrina_app;
