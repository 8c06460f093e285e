-- Puts off a certificate's last day, with the fact and the audit record; the day it was born with stays as it is. Refused under the name
-- of a rule: 'giftcard_usable' (it has ended), 'giftcard_extension' (a code of the partner's own ends before that day).
-- How far is held by the table's own CHECKs.
CREATE OR REPLACE FUNCTION giftcard_extend(
    p_card bigint, p_until date, p_reason text, p_note text, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_card giftcards;
BEGIN
    SELECT * INTO STRICT v_card FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    IF v_card.expires_on = p_until THEN RETURN v_card; END IF;
    IF v_card.state NOT IN ('active', 'frozen') THEN
        RAISE EXCEPTION 'certificate % has ended', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    IF EXISTS (SELECT FROM codes WHERE id = v_card.code_id AND expires_on < p_until) THEN
        RAISE EXCEPTION 'certificate %: its code ends earlier', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_extension';
    END IF;
    INSERT INTO giftcard_extensions (giftcard_id, was, until, days, reason, note, at)
    VALUES (p_card, v_card.expires_on, p_until, p_until - giftcard_first_until(p_card), p_reason, p_note, p_now);
    INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (p_card, 'extended', p_now);
    PERFORM audit_record('giftcards.extend', 'giftcard:' || p_card, p_now, p_note,
        jsonb_build_object('last_day', v_card.expires_on), jsonb_build_object('last_day', p_until, 'reason', p_reason));
    UPDATE giftcards SET expires_on = p_until WHERE id = p_card RETURNING * INTO v_card;
    RETURN v_card;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_extend FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_extend TO vitrina_app;
