-- Sets value of a card aside for a purchase that is not done yet, until `p_lapses`. Asking twice gives back the first, `again`.
-- Refused as terminal_redeem() refuses.
CREATE OR REPLACE FUNCTION terminal_authorise(
    p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_currency text, p_acceptor bigint, p_today date,
    p_lapses timestamptz, p_now timestamptz, OUT authorisation authorisations, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_taken record;
    v_id bigint := nextval('authorisations_id_seq');
    v_left bigint;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    SELECT * INTO authorisation FROM authorisations a WHERE a.terminal_id = p_terminal AND a.ref = p_ref AND a.asked = p_asked
       AND NOT EXISTS (SELECT FROM reversals r WHERE r.terminal_id = p_terminal AND r.ref = p_ref);
    again := FOUND;
    IF again THEN RETURN; END IF;
    PERFORM terminal_kept(p_terminal, p_ref, '');
    SELECT * INTO v_taken FROM terminal_amount(p_acceptor, p_card, p_amount, NULL, p_currency);
    v_left := giftcard_take(p_card, v_taken.amount, 'authorisation:' || v_id, p_today, p_now);
    INSERT INTO authorisations (id, terminal_id, ref, asked, giftcard_id, amount, remaining, issuer_partner_id, acceptor_partner_id, at,
                                lapses_at) OVERRIDING SYSTEM VALUE
    VALUES (v_id, p_terminal, p_ref, p_asked, p_card, v_taken.amount, v_left, v_taken.issuer, p_acceptor, p_now, p_lapses)
    RETURNING * INTO authorisation;
    PERFORM audit_record('tills.authorise', 'giftcard:' || p_card, p_now,
        p_before => jsonb_build_object('remaining', v_left + v_taken.amount),
        p_after => jsonb_build_object('remaining', v_left, 'authorisation_id', v_id, 'terminal_id', p_terminal));
END $$;
REVOKE EXECUTE ON FUNCTION terminal_authorise FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_authorise TO vitrina_app;
