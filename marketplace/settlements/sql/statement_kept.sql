-- A statement's document from the lines that were kept.
CREATE OR REPLACE FUNCTION statement_kept(p_statement bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT statement_text(s, (SELECT string_agg(statement_line_text(l, v.number, c.salt), E',\n' ORDER BY l.position)
                                FROM statement_lines l JOIN contract_versions v ON v.id = l.version_id WHERE l.statement_id = s.id))
      FROM statements s JOIN contracts c ON c.id = s.contract_id WHERE s.id = p_statement
$$;
REVOKE EXECUTE ON FUNCTION statement_kept FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statement_kept TO vitrina_app;
