-- Whether what a programme buys from this source can be bought now: there is a connection, and it is well.
CREATE OR REPLACE FUNCTION supplier_sells(p_programme bigint, p_source text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM supplier_connections c
                    WHERE c.programme_id = p_programme AND c.source = p_source AND c.closed_at IS NULL
                      AND NOT EXISTS (SELECT FROM supplier_breaks b WHERE b.connection_id = c.id AND b.ended_at IS NULL))
$$;
REVOKE EXECUTE ON FUNCTION supplier_sells FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supplier_sells TO vitrina_app;
