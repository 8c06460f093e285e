-- Takes a terminal's ref for the rest of the transaction, before any card: whatever else is asked under it waits here.
CREATE OR REPLACE FUNCTION terminal_hold_ref(p_terminal bigint, p_ref text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('ref' || E'\n' || p_terminal || E'\n' || p_ref, 2))
$$;
