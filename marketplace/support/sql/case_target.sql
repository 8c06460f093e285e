-- The case that a case's letters and links lead to now: itself, or where it and those that took it in were merged in the end.
CREATE OR REPLACE FUNCTION case_target(p_case bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line(id, merged_into, step) AS (
        SELECT id, merged_into, 0 FROM cases WHERE id = p_case
        UNION ALL SELECT c.id, c.merged_into, step + 1 FROM line JOIN cases c ON c.id = line.merged_into)
    SELECT id FROM line ORDER BY step DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION case_target FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_target TO vitrina_app;
