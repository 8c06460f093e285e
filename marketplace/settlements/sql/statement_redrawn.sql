-- A statement's document drawn once more from what happened, as if it had never been kept.
CREATE OR REPLACE FUNCTION statement_redrawn(p_statement bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT statement_text(s, (SELECT string_agg(statement_line_text(l, v.number, c.salt), E',\n' ORDER BY l.position)
                                FROM statement_computed(s) l JOIN contract_versions v ON v.id = l.version_id))
      FROM statements s JOIN contracts c ON c.id = s.contract_id WHERE s.id = p_statement
$$;
REVOKE EXECUTE ON FUNCTION statement_redrawn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statement_redrawn TO vitrina_app;
