-- What an order writes, in one call: each round trip from the application costs as much as the writing itself. Terms are
-- looked at before, in Python; here is what must hold when two come at once. Whatever is refused is raised, under the name
-- of a rule by which Python knows it, so that nothing of a refused order can be committed.

-- Takes an unsold code, the soonest to expire first and never one that has; `p_today` is the programme's day. Codes that
-- others are just taking are passed over. When no other is left, it waits for one of them to be given back or gone.
-- Nothing but NULLs come back where there is none. The list is always walked by its key, also by a plan that was made when it
-- was short.
CREATE FUNCTION code_claim(p_denomination bigint, p_today date, OUT code_id bigint, OUT last4 text, OUT expires_on date)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE v_day date;
BEGIN
    SELECT f.expires_on, f.code_id INTO v_day, code_id FROM free_codes f
     WHERE f.denomination_id = p_denomination AND f.expires_on >= p_today
     ORDER BY f.expires_on, f.code_id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT f.expires_on, f.code_id INTO v_day, code_id FROM free_codes f
         WHERE f.denomination_id = p_denomination AND f.expires_on >= p_today
         ORDER BY f.expires_on, f.code_id LIMIT 1 FOR UPDATE;
    END IF;
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM free_codes f WHERE f.denomination_id = p_denomination AND f.expires_on = v_day AND f.code_id = code_claim.code_id;
    SELECT c.last4, c.expires_on INTO STRICT last4, expires_on FROM codes c WHERE c.id = code_claim.code_id;
END $$;

-- Issues the card of an order and promises the mail about it. An order has one card, and a code one live card: the schema says so.
CREATE FUNCTION giftcard_issue(
    p_order bigint, p_programme bigint, p_member bigint, p_brand bigint, p_offer bigint, p_value bigint, p_currency text, p_code bigint,
    p_last4 text, p_expires date, p_public_id text, p_now timestamptz) RETURNS giftcards
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_card giftcards;
BEGIN
    INSERT INTO giftcards (public_id, programme_id, member_id, order_id, brand_id, offer_id, code_id, value, remaining, currency,
                           issued_at, expires_on, last4)
    VALUES (p_public_id, p_programme, p_member, p_order, p_brand, p_offer, p_code, p_value, p_value, p_currency, p_now, p_expires, p_last4)
    RETURNING * INTO v_card;
    INSERT INTO outbox (topic, ref, promised_at, due_at) VALUES ('giftcards.deliver', v_card.id::text, p_now, p_now);
    RETURN v_card;
END $$;

-- Counts an order towards the limits of its offer, the member's before the offer's. NULL: there is no such limit.
CREATE FUNCTION offer_usage_take(p_member bigint, p_offer bigint, p_member_limit integer, p_offer_limit integer) RETURNS void
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

-- Places an order, unless the member has one under this ref (then NULL comes back): the order with what was accepted and its
-- audit record -> usage -> a code -> balances -> the card; or, for a certificate of ours, points set aside and a promise.
-- The memo's details are formats with a %s for the order's number, which is its id counted from `p_first_number`.
CREATE FUNCTION order_place(
    p_programme bigint, p_member bigint, p_ref text, p_offer bigint, p_brand bigint, p_partner bigint, p_denomination bigint,
    p_value bigint, p_currency text, p_price bigint, p_fulfilment text, p_card_until date, p_member_limit integer,
    p_offer_limit integer, p_rules bytea, p_offer_text bytea, p_memo jsonb, p_first_number bigint, p_card text, p_actor_kind text, p_actor_id bigint,
    p_request_id text, p_now timestamptz, p_today date) RETURNS bigint
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_order bigint;
    v_memo jsonb;
    v_code record;
BEGIN
    INSERT INTO orders (programme_id, member_id, ref, offer_id, brand_id, denomination_id, value, currency, price_points,
                        fulfilment, card_until, placed_at, counted_member, counted_offer)
    VALUES (p_programme, p_member, p_ref, p_offer, p_brand, p_denomination, p_value, p_currency, p_price, p_fulfilment,
            p_card_until, p_now, p_member_limit IS NOT NULL, p_offer_limit IS NOT NULL)
    ON CONFLICT (member_id, ref) DO NOTHING RETURNING id INTO v_order;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO acceptances (order_id, kind, digest) VALUES (v_order, 'rules', p_rules), (v_order, 'offer', p_offer_text);
    INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, after, request_id)
    VALUES (p_now, p_actor_kind, p_actor_id, 'orders.place', 'order:' || v_order, jsonb_build_object('price_points', p_price), p_request_id);
    PERFORM offer_usage_take(p_member, p_offer, p_member_limit, p_offer_limit);
    v_memo := p_memo || jsonb_build_object('order_id', v_order,
        'detail_ru', format(p_memo->>'detail_ru', p_first_number + v_order), 'detail_en', format(p_memo->>'detail_en', p_first_number + v_order));
    IF p_fulfilment = 'own' THEN
        PERFORM ledger_post(p_programme, 'hold', 'order:' || v_order, p_now, p_today,
            ARRAY[ledger_open(p_programme, 'member', p_member, 'points'), ledger_open(p_programme, 'held', p_member, 'points')],
            ARRAY[-p_price, p_price], NULL, ARRAY[v_memo, v_memo]);
        INSERT INTO outbox (topic, ref, promised_at, due_at, request_id)
        VALUES ('orders.fulfil', v_order::text, p_now, p_now, p_request_id);
        RETURN v_order;
    END IF;
    INSERT INTO order_fulfilments (order_id, at) VALUES (v_order, p_now);
    SELECT * INTO v_code FROM code_claim(p_denomination, p_today);
    IF v_code.code_id IS NULL THEN
        RAISE EXCEPTION 'no code is left' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_stock';
    END IF;
    PERFORM ledger_post(p_programme, 'order', 'order:' || v_order, p_now, p_today,
        ARRAY[ledger_open(p_programme, 'member', p_member, 'points'), ledger_open(p_programme, 'partner', p_partner, 'points')],
        ARRAY[-p_price, p_price], NULL, ARRAY[v_memo, v_memo]);
    PERFORM giftcard_issue(v_order, p_programme, p_member, p_brand, p_offer, p_value, p_currency, v_code.code_id, v_code.last4,
        least(p_card_until, v_code.expires_on), p_card, p_now);
    RETURN v_order;
END $$;
