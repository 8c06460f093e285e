-- Places an order, unless the member has one under this ref (then NULL comes back); also says by its blind index which loaded code it got. What an order writes is one call, because each round
-- trip from the application costs as much as the writing itself. Terms are looked at before, in Python; here is what must hold when two
-- come at once. Whatever is refused is raised, under the name of a rule by which Python knows it, so that nothing of a refused order can
-- be committed.
--
-- The order and its audit record -> usage -> points -> a code -> the card. A loaded code is obtained and issued at once;
-- every other order, and one that money is due for, has its points held, and a promise that takes it further: once it is paid. Points go to the partner of the order's own brand.
-- The memo says what was ordered, all but the order's own id.
CREATE OR REPLACE FUNCTION order_place(
    p_programme bigint, p_member bigint, p_ref text, p_offer bigint, p_brand bigint, p_denomination bigint,
    p_value bigint, p_currency text, p_price bigint, p_fulfilment text, p_card_until date, p_member_limit integer,
    p_offer_limit integer, p_cancellations_limit integer, p_rules bytea, p_offer_text bytea, p_memo jsonb, p_card text, p_now timestamptz,
    p_today date, p_points bigint DEFAULT NULL, p_money bigint DEFAULT 0, p_payment text DEFAULT NULL, p_pay_until timestamptz DEFAULT NULL,
    OUT order_id bigint, OUT code bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_order bigint;
    v_memo jsonb;
    v_points bigint := coalesce(p_points, p_price);
    v_code record;
BEGIN
    INSERT INTO orders (programme_id, member_id, ref, offer_id, brand_id, denomination_id, value, currency, price_points,
                        points_part, money_part, fulfilment, card_until, placed_at, rules_digest, offer_digest, counted_member, counted_offer)
    VALUES (p_programme, p_member, p_ref, p_offer, p_brand, p_denomination, p_value, p_currency, p_price, v_points, p_money,
            p_fulfilment, p_card_until, p_now, p_rules, p_offer_text, p_member_limit IS NOT NULL, p_offer_limit IS NOT NULL)
    ON CONFLICT (member_id, ref) DO NOTHING RETURNING id INTO v_order;
    IF NOT FOUND THEN RETURN; END IF;
    IF NOT texts_apply(p_programme, p_rules, p_offer_text) THEN
        RAISE EXCEPTION 'these texts do not apply' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_texts';
    END IF;
    PERFORM audit_record('orders.place', 'order:' || v_order, p_now, 
        p_after => jsonb_build_object('price_points', p_price) || CASE WHEN p_money > 0
            THEN jsonb_build_object('points_part', v_points, 'money_part', p_money, 'currency', p_currency) ELSE '{}' END);
    IF p_member_limit IS NOT NULL OR p_offer_limit IS NOT NULL THEN
        PERFORM offer_usage_take(p_member, p_offer, p_member_limit, p_offer_limit);
    END IF;
    -- Of a member whose memberships were made one, those of all of them count.
    IF p_fulfilment = 'stock' AND (SELECT sum(c.number) FROM offer_cancellations c
         WHERE c.member_id IN (SELECT member_line(p_member)) AND c.offer_id = p_offer AND c.day = p_today) >= p_cancellations_limit THEN
        RAISE EXCEPTION 'the member has taken back too many' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_cancellations_limit';
    END IF;
    PERFORM order_tell(v_order, p_brand, p_value, p_currency, p_now);
    v_memo := p_memo || jsonb_build_object('order_id', v_order);
    IF p_fulfilment <> 'stock' OR p_money > 0 THEN
        PERFORM ledger_post(p_programme, 'hold', 'order:' || v_order, p_now, p_today,
            ARRAY[ledger_open(p_programme, 'member', p_member, 'points'), ledger_open(p_programme, 'held', p_member, 'points')],
            ARRAY[-v_points, v_points], NULL, ARRAY[v_memo, v_memo]);
        PERFORM promise('orders.advance', v_order::text, p_now, p_pay_until);
        IF p_money > 0 THEN
            PERFORM payment_open(p_programme, p_member, 'order', v_order, p_payment, p_money, p_currency, p_now, p_pay_until);
        END IF;
        order_id := v_order;
        RETURN;
    END IF;
    SELECT * INTO v_code FROM code_claim(p_denomination, p_today);
    IF v_code.code_id IS NULL THEN
        RAISE EXCEPTION 'no code is left' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_stock';
    END IF;
    PERFORM ledger_post(p_programme, 'order', 'order:' || v_order, p_now, p_today,
        ARRAY[ledger_open(p_programme, 'member', p_member, 'points'), order_payee(p_programme, p_brand, 'points')],
        ARRAY[-p_price, p_price], NULL, ARRAY[v_memo, v_memo]);
    PERFORM giftcard_issue(v_order, p_programme, p_member, p_brand, p_offer, p_value, p_currency, v_code.code_id, v_code.last4,
        least(p_card_until, v_code.expires_on), p_card, p_now);
    order_id := v_order;
    code := v_code.blind;
END $$;
REVOKE EXECUTE ON FUNCTION order_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_place TO vitrina_app;
