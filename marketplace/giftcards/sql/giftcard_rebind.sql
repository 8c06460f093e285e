-- Makes a certificate that is bound to the wrong member the one's whose it should have been, under another code: the old one ends at once, the new
-- one has the same value, the same part used and the same last day. Returns the new certificate. Refused as giftcard_succeed() refuses, and
-- 'giftcard_succession' where it is that member's already or he is of another programme.
CREATE OR REPLACE FUNCTION giftcard_rebind(
    p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_old giftcards;
    v_new giftcards;
    v_succession bigint;
BEGIN
    SELECT * INTO STRICT v_old FROM giftcards WHERE id = p_card;
    IF v_old.member_id = p_member OR NOT EXISTS (SELECT FROM members WHERE id = p_member AND programme_id = v_old.programme_id)
       OR NOT EXISTS (SELECT FROM codes WHERE id = p_code AND brand_id = v_old.brand_id) THEN
        RAISE EXCEPTION 'certificate % cannot be his', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_succession';
    END IF;
    v_succession := giftcard_succeed(v_old.programme_id, 'rebind', p_ref, ARRAY[p_card], jsonb_build_array(jsonb_build_object(
        'member', p_member, 'brand', v_old.brand_id, 'offer', v_old.offer_id, 'value', v_old.value, 'code', p_code,
        'last4', p_last4, 'public_id', p_public_id, 'expires_on', v_old.expires_on)), p_today, p_now);
    SELECT * INTO STRICT v_new FROM giftcards WHERE succession_id = v_succession;
    RETURN v_new;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_rebind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_rebind TO vitrina_app;
