-- Takes a certificate away with all that is left of it, frozen or not; a stop of staff's own is lifted by it. Nothing of it can be used, given or
-- put back afterwards. Refused under the name of a rule: 'giftcard_usable' (it has ended, is set aside or past its last day).
CREATE OR REPLACE FUNCTION giftcard_void(p_card bigint, p_reason text, p_note text, p_today date, p_now timestamptz) RETURNS giftcard_voidings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_card giftcards;
    v_stop text;
    v_voiding giftcard_voidings;
BEGIN
    SELECT * INTO STRICT v_card FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    IF v_card.state NOT IN ('active', 'frozen') OR v_card.expires_on < p_today THEN
        RAISE EXCEPTION 'certificate % cannot be taken away', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    UPDATE giftcard_stops SET lifted_at = p_now WHERE giftcard_id = p_card AND lifted_at IS NULL RETURNING reason INTO v_stop;
    IF v_stop IS NOT NULL THEN
        PERFORM audit_record('giftcards.lift_stop', 'giftcard:' || p_card, p_now, p_note, jsonb_build_object('reason', v_stop), '{}');
    END IF;
    INSERT INTO giftcard_voidings (giftcard_id, amount, reason, note, at) VALUES (p_card, v_card.remaining, p_reason, p_note, p_now)
    RETURNING * INTO v_voiding;
    INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (p_card, 'voided', p_now);
    UPDATE giftcards SET state = 'void' WHERE id = p_card;
    PERFORM audit_record('giftcards.void', 'giftcard:' || p_card, p_now, p_note, jsonb_build_object('state', v_card.state),
        jsonb_build_object('state', 'void', 'reason', p_reason, 'remaining', v_card.remaining));
    RETURN v_voiding;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_void FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_void TO vitrina_app;
