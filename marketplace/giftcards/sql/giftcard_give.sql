-- Makes a certificate that was set aside as a gift another member's: the giver's ends, the new one has the same value, the same part used and
-- the same last day. Without a code of its own (p_code NULL) it keeps the one that it had: a partner's, which nobody has seen. Returns the
-- new certificate. Refused as giftcard_succeed() refuses.
CREATE OR REPLACE FUNCTION giftcard_give(
    p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_old giftcards;
    v_new giftcards;
    v_succession bigint;
BEGIN
    SELECT * INTO STRICT v_old FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    IF v_old.state <> 'held' AND NOT EXISTS (SELECT FROM giftcard_successions WHERE programme_id = v_old.programme_id AND ref = p_ref)
       OR p_code IS NULL AND v_old.revealed_at IS NOT NULL THEN
        RAISE EXCEPTION 'certificate % is no gift', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    p_member := member_now(p_member);
    v_succession := giftcard_succeed(v_old.programme_id, 'gift', p_ref, ARRAY[p_card], jsonb_build_array(jsonb_build_object(
        'member', p_member, 'brand', v_old.brand_id, 'offer', v_old.offer_id, 'value', v_old.value, 'code', coalesce(p_code, v_old.code_id),
        'last4', coalesce(p_last4, v_old.last4), 'public_id', p_public_id, 'expires_on', v_old.expires_on)), p_today, p_now);
    SELECT * INTO STRICT v_new FROM giftcards WHERE succession_id = v_succession;
    RETURN v_new;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_give FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_give TO vitrina_app;
