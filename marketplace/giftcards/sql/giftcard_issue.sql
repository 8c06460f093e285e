-- Issues the card of an order and promises the mail about it. An order has one card, and a code one live card: the schema says so.
CREATE OR REPLACE FUNCTION giftcard_issue(
    p_order bigint, p_programme bigint, p_member bigint, p_brand bigint, p_offer bigint, p_value bigint, p_currency text, p_code bigint,
    p_last4 text, p_expires date, p_public_id text, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_card giftcards;
BEGIN
    INSERT INTO giftcards (public_id, programme_id, member_id, order_id, brand_id, offer_id, offer_kind, code_id, value, remaining, currency,
                           issued_at, expires_on, born_until, last4)
    VALUES (p_public_id, p_programme, p_member, p_order, p_brand, p_offer, (SELECT kind FROM offers WHERE id = p_offer), p_code, p_value, p_value, p_currency, p_now, p_expires, p_expires, p_last4)
    RETURNING * INTO v_card;
    PERFORM promise('giftcards.deliver', v_card.id::text, p_now);
    RETURN v_card;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_issue FROM PUBLIC;
