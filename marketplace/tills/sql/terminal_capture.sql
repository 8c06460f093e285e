-- Turns an authorisation into a redemption of the same ref, for all of its amount or less; the rest goes back at once. Asking twice gives
-- back the first, `again`. Refused under the name of a rule: 'terminal_ref_used', 'terminal_ref_reversed', 'terminal_no_authorisation',
-- 'terminal_authorisation_ended', 'terminal_capture_more', 'till_part_use'.
CREATE OR REPLACE FUNCTION terminal_capture(
    p_terminal bigint, p_ref text, p_asked bytea, p_amount bigint, p_receipt text, p_now timestamptz, OUT redemption redemptions, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_of authorisations;
    v_left bigint;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    IF EXISTS (SELECT FROM reversals WHERE terminal_id = p_terminal AND ref = p_ref) THEN
        RAISE EXCEPTION 'the ref is reversed' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_ref_reversed';
    END IF;
    SELECT * INTO v_of FROM authorisations WHERE terminal_id = p_terminal AND ref = p_ref;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no authorisation' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_no_authorisation';
    END IF;
    SELECT * INTO redemption FROM redemptions WHERE terminal_id = p_terminal AND ref = p_ref;
    again := FOUND;
    IF again AND redemption.asked <> p_asked THEN
        RAISE EXCEPTION 'the ref is used' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_ref_used';
    END IF;
    IF again THEN RETURN; END IF;
    IF v_of.lapses_at <= p_now OR EXISTS (SELECT FROM authorisation_ends WHERE authorisation_id = v_of.id) THEN
        RAISE EXCEPTION 'it has ended' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_authorisation_ended';
    END IF;
    IF p_amount > v_of.amount THEN
        RAISE EXCEPTION 'more than was set aside' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_capture_more';
    END IF;
    IF p_amount < v_of.amount AND NOT (SELECT part_use FROM brands b JOIN giftcards g ON g.brand_id = b.id WHERE g.id = v_of.giftcard_id) THEN
        RAISE EXCEPTION 'all or nothing' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_part_use';
    END IF;
    v_left := authorisation_end(v_of.id, 'captured', p_amount, p_now);
    INSERT INTO redemptions (terminal_id, ref, asked, giftcard_id, amount, remaining, receipt, issuer_partner_id, acceptor_partner_id, at)
    VALUES (p_terminal, p_ref, p_asked, v_of.giftcard_id, p_amount, v_left, p_receipt, v_of.issuer_partner_id, v_of.acceptor_partner_id, p_now)
    RETURNING * INTO redemption;
END $$;
REVOKE EXECUTE ON FUNCTION terminal_capture FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_capture TO vitrina_app;
