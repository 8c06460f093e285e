-- Lets one at a time propose an act for the same subject; until the end of the transaction.
CREATE OR REPLACE FUNCTION proposal_hold_subject(p_programme bigint, p_kind text, p_subject text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(format('proposal %s %s %s', p_programme, p_kind, p_subject), 0))
$$;
REVOKE EXECUTE ON FUNCTION proposal_hold_subject FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposal_hold_subject TO vitrina_app;
