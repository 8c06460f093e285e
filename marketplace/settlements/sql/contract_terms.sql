-- The versions of a contract that both sides have signed, each with the stretch of time in which it is in force. Of two that begin on
-- one day the later one is.
CREATE OR REPLACE FUNCTION contract_terms(p_contract bigint)
RETURNS TABLE (version_id bigint, starts timestamptz, ends timestamptz, terms contract_versions) LANGUAGE sql STABLE AS $$
    SELECT v.id, CASE WHEN row_number() OVER by_number = 1 THEN '-infinity' ELSE v.valid_from::timestamp AT TIME ZONE c.time_zone END,
           coalesce(lead(v.valid_from) OVER by_number::timestamp AT TIME ZONE c.time_zone, 'infinity'), v
      FROM contract_versions v JOIN contracts c ON c.id = v.contract_id
     WHERE c.id = p_contract AND (SELECT count(*) FROM contract_signatures s WHERE s.version_id = v.id) = 2
    WINDOW by_number AS (ORDER BY v.number)
$$;
REVOKE EXECUTE ON FUNCTION contract_terms FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contract_terms TO vitrina_app;
