-- What a held ref of a terminal stands for already: its redemption, or no row. Refused under the name of a rule: 'terminal_ref_used' (for
-- something else), 'terminal_ref_reversed' (its reversal is here already).
CREATE OR REPLACE FUNCTION terminal_kept(p_terminal bigint, p_ref text, p_asked bytea) RETURNS SETOF redemptions
LANGUAGE plpgsql AS $$
DECLARE v_kept redemptions;
BEGIN
    IF EXISTS (SELECT FROM reversals WHERE terminal_id = p_terminal AND ref = p_ref) THEN
        RAISE EXCEPTION 'the ref is reversed' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_ref_reversed';
    END IF;
    SELECT * INTO v_kept FROM redemptions WHERE terminal_id = p_terminal AND ref = p_ref;
    IF FOUND AND v_kept.asked = p_asked THEN RETURN NEXT v_kept; RETURN; END IF;
    IF FOUND OR EXISTS (SELECT FROM authorisations WHERE terminal_id = p_terminal AND ref = p_ref) THEN
        RAISE EXCEPTION 'the ref is used' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_ref_used';
    END IF;
END $$;
