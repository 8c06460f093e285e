-- Takes back what a terminal did under its ref, whether that was ever answered or not: the amount of a redemption goes back to the card, an
-- open authorisation is voided, and where there is nothing yet, nothing will come. Asking twice gives back the first reversal, `again`.
-- Refused under the name of a rule: 'terminal_reversal_late' (the redemption is older than `p_since`), and as giftcard_put_back() refuses.
CREATE OR REPLACE FUNCTION terminal_reverse(
    p_terminal bigint, p_ref text, p_since timestamptz, p_now timestamptz,
    OUT reversal reversals, OUT redemption redemptions, OUT remaining bigint, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_by bigint := substring(acting() FROM '^user:([0-9]+)$')::bigint;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    SELECT * INTO redemption FROM redemptions r WHERE r.terminal_id = p_terminal AND r.ref = p_ref;
    SELECT * INTO reversal FROM reversals r WHERE r.terminal_id = p_terminal AND r.ref = p_ref;
    again := FOUND;
    IF again THEN RETURN; END IF;
    IF redemption.at < p_since THEN
        RAISE EXCEPTION 'too late' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_reversal_late';
    END IF;
    PERFORM authorisation_end(a.id, 'voided', 0, p_now) FROM authorisations a
      LEFT JOIN authorisation_ends e ON e.authorisation_id = a.id
     WHERE a.terminal_id = p_terminal AND a.ref = p_ref AND e.authorisation_id IS NULL;
    INSERT INTO reversals (terminal_id, ref, redemption_id, reversed_by, at) VALUES (p_terminal, p_ref, redemption.id, v_by, p_now)
    RETURNING * INTO reversal;
    IF redemption.id IS NULL THEN RETURN; END IF;
    remaining := giftcard_put_back(redemption.giftcard_id, redemption.amount, 'reversal:' || reversal.id, p_now);
    PERFORM audit_record('tills.reverse', 'giftcard:' || redemption.giftcard_id, p_now,
        p_before => jsonb_build_object('remaining', remaining - redemption.amount),
        p_after => jsonb_build_object('remaining', remaining, 'redemption_id', redemption.id, 'terminal_id', p_terminal));
    PERFORM redemption_tell('card.reversed', redemption, remaining, p_now);
    PERFORM till_reverses_often(p_terminal, redemption.acceptor_partner_id, v_by, p_now);
END $$;
REVOKE EXECUTE ON FUNCTION terminal_reverse FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_reverse TO vitrina_app;
