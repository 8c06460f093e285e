-- Ends an authorisation whose ref is held, once: what of it was not captured goes back to the card. Returns what is left on the card.
-- For the functions of this domain; nobody else may call it.
CREATE OR REPLACE FUNCTION authorisation_end(p_authorisation bigint, p_kind text, p_captured bigint, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_of authorisations;
    v_left bigint;
BEGIN
    SELECT * INTO STRICT v_of FROM authorisations WHERE id = p_authorisation;
    SELECT remaining INTO STRICT v_left FROM giftcards WHERE id = v_of.giftcard_id FOR NO KEY UPDATE;
    INSERT INTO authorisation_ends (authorisation_id, kind, at) VALUES (p_authorisation, p_kind, p_now);
    IF p_captured < v_of.amount THEN
        v_left := giftcard_put_back(v_of.giftcard_id, v_of.amount - p_captured, 'authorisation_end:' || p_authorisation, p_now);
    END IF;
    PERFORM audit_record('tills.authorisation_' || p_kind, 'giftcard:' || v_of.giftcard_id, p_now,
        p_before => jsonb_build_object('remaining', v_left - v_of.amount + p_captured),
        p_after => jsonb_build_object('remaining', v_left, 'authorisation_id', p_authorisation, 'captured', p_captured));
    RETURN v_left;
END $$;
REVOKE EXECUTE ON FUNCTION authorisation_end FROM PUBLIC;
