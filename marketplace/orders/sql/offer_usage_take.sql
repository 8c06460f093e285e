-- Counts an order towards the limits of its offer, the member's before the offer's. NULL: there is no such limit.
CREATE OR REPLACE FUNCTION offer_usage_take(p_member bigint, p_offer bigint, p_member_limit integer, p_offer_limit integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_member_limit IS NOT NULL THEN
        INSERT INTO member_offer_usage AS u (member_id, offer_id, used) VALUES (p_member, p_offer, 1)
        ON CONFLICT (member_id, offer_id) DO UPDATE SET used = u.used + 1 WHERE u.used < p_member_limit;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the member has had his share' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_member_limit';
        END IF;
    END IF;
    IF p_offer_limit IS NOT NULL THEN
        INSERT INTO offer_usage AS u (offer_id, used) VALUES (p_offer, 1)
        ON CONFLICT (offer_id) DO UPDATE SET used = u.used + 1 WHERE u.used < p_offer_limit;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the offer has been given out' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_offer_limit';
        END IF;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION offer_usage_take FROM PUBLIC;
