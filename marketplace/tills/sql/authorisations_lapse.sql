-- Ends authorisations whose time is over, the oldest first, at most `p_most`; returns how many. One whose ref is held just now is left for
-- the next time.
CREATE OR REPLACE FUNCTION authorisations_lapse(p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_of record;
    v_ended integer := 0;
BEGIN
    FOR v_of IN SELECT a.id, a.terminal_id, a.ref FROM authorisations a
                 WHERE a.lapses_at <= p_now AND NOT EXISTS (SELECT FROM authorisation_ends e WHERE e.authorisation_id = a.id)
                 ORDER BY a.lapses_at, a.id LIMIT p_most LOOP
        CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('ref' || E'\n' || v_of.terminal_id || E'\n' || v_of.ref, 2));
        CONTINUE WHEN EXISTS (SELECT FROM authorisation_ends e WHERE e.authorisation_id = v_of.id);
        PERFORM authorisation_end(v_of.id, 'lapsed', 0, p_now);
        v_ended := v_ended + 1;
    END LOOP;
    RETURN v_ended;
END $$;
REVOKE EXECUTE ON FUNCTION authorisations_lapse FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authorisations_lapse TO vitrina_app;
