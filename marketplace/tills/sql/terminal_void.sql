-- Voids a terminal's authorisation. Returns 'now', or how it had ended before, or NULL where there is none.
CREATE OR REPLACE FUNCTION terminal_void(p_terminal bigint, p_ref text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_id bigint;
    v_ended text;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    SELECT a.id, e.kind INTO v_id, v_ended FROM authorisations a LEFT JOIN authorisation_ends e ON e.authorisation_id = a.id
     WHERE a.terminal_id = p_terminal AND a.ref = p_ref;
    IF v_id IS NULL OR v_ended IS NOT NULL THEN RETURN v_ended; END IF;
    PERFORM authorisation_end(v_id, 'voided', 0, p_now);
    RETURN 'now';
END $$;
REVOKE EXECUTE ON FUNCTION terminal_void FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_void TO vitrina_app;
