-- Gives a certificate another code, for the same member: the old one ends at once, the new one has the same value, the same part used and
-- the same last day. Only the newest of a chain can be reissued, for the others have ended. Returns the new certificate.
-- Refused as giftcard_succeed() refuses.
CREATE OR REPLACE FUNCTION giftcard_reissue(
    p_card bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_old giftcards;
    v_new giftcards;
    v_succession bigint;
BEGIN
    SELECT * INTO STRICT v_old FROM giftcards WHERE id = p_card;
    v_succession := giftcard_succeed(v_old.programme_id, 'reissue', p_ref, ARRAY[p_card], jsonb_build_array(jsonb_build_object(
        'member', v_old.member_id, 'brand', v_old.brand_id, 'offer', v_old.offer_id, 'value', v_old.value, 'code', p_code,
        'last4', p_last4, 'public_id', p_public_id, 'expires_on', v_old.expires_on)), p_today, p_now);
    SELECT * INTO STRICT v_new FROM giftcards WHERE succession_id = v_succession;
    RETURN v_new;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_reissue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_reissue TO vitrina_app;
