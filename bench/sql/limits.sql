-- The limits: what our verbs write, in one call of plain SQL, without any of what makes them a product.
CREATE FUNCTION bench_order(p_programme bigint, p_member bigint, p_denomination bigint, p_rules bytea, p_offer bytea) RETURNS bigint
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_sold record;
    v_account bigint;
    v_partner bigint;
    v_order bigint;
    v_transfer bigint;
    v_card bigint;
    v_code record;
    v_left bigint;
    v_balance bigint;
    v_lot record;
    v_lots bigint[];
    v_taken bigint[];
    v_memo jsonb;
BEGIN
    SELECT d.price_points, d.value, d.offer_id, d.brand_id, b.partner_id INTO STRICT v_sold
      FROM denominations d JOIN brands b ON b.id = d.brand_id WHERE d.id = p_denomination;
    SELECT id INTO STRICT v_account FROM accounts
     WHERE programme_id = p_programme AND kind = 'member' AND owner_id = p_member AND unit = 'points';
    SELECT id INTO STRICT v_partner FROM accounts
     WHERE programme_id = p_programme AND kind = 'partner' AND owner_id = v_sold.partner_id AND unit = 'points';

    INSERT INTO orders (programme_id, member_id, ref, offer_id, brand_id, denomination_id, value, currency, price_points, points_part, fulfilment,
                        card_until, placed_at, rules_digest, offer_digest)
    VALUES (p_programme, p_member, gen_random_uuid()::text, v_sold.offer_id, v_sold.brand_id, p_denomination, v_sold.value, 'RUB',
            v_sold.price_points, v_sold.price_points, 'stock', current_date + 365, now(), p_rules, p_offer) RETURNING id INTO v_order;
    INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, after, request_id)
    VALUES (now(), 'client', 1, 'orders.place', 'order:' || v_order, jsonb_build_object('price_points', v_sold.price_points), gen_random_uuid());

    WITH next AS MATERIALIZED (
        SELECT denomination_id, expires_on, code_id FROM free_codes
         WHERE denomination_id = p_denomination AND expires_on >= current_date ORDER BY expires_on, code_id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), taken AS (
        DELETE FROM free_codes f USING next n
         WHERE f.denomination_id = n.denomination_id AND f.expires_on = n.expires_on AND f.code_id = n.code_id RETURNING f.code_id)
    SELECT c.id, c.last4 INTO STRICT v_code FROM taken t JOIN codes c ON c.id = t.code_id;

    UPDATE balances SET balance = balance - v_sold.price_points
     WHERE account_id = v_account AND balance >= v_sold.price_points RETURNING balance INTO STRICT v_balance;
    v_left := v_sold.price_points;
    FOR v_lot IN SELECT lot_id, remaining FROM open_lots WHERE account_id = v_account AND (expires_on IS NULL OR expires_on >= current_date)
                  ORDER BY expires_on NULLS LAST, lot_id LOOP
        v_lots := v_lots || v_lot.lot_id;
        v_taken := v_taken || -least(v_left, v_lot.remaining);
        IF v_lot.remaining <= v_left THEN
            DELETE FROM open_lots WHERE lot_id = v_lot.lot_id;
        ELSE
            UPDATE open_lots SET remaining = remaining - v_left WHERE lot_id = v_lot.lot_id;
        END IF;
        v_left := v_left - least(v_left, v_lot.remaining);
        EXIT WHEN v_left = 0;
    END LOOP;
    v_memo := jsonb_build_object('what', 'order', 'order_id', v_order, 'brand_id', v_sold.brand_id, 'offer_id', v_sold.offer_id,
                                 'value', v_sold.value, 'currency', 'RUB');
    INSERT INTO transfers (programme_id, kind, ref, at) VALUES (p_programme, 'order', 'order:' || v_order, now()) RETURNING id INTO v_transfer;
    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, lot_ids, lot_amounts, memo) VALUES
        (v_transfer, v_account, -v_sold.price_points, v_balance, now(), v_lots, v_taken, v_memo),
        (v_transfer, v_partner, v_sold.price_points, NULL, now(), NULL, NULL, v_memo);

    INSERT INTO giftcards (public_id, programme_id, member_id, order_id, brand_id, offer_id, offer_kind, code_id, value, remaining, currency, issued_at,
                           expires_on, born_until, last4)
    VALUES (translate(upper(left(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 26)), 'ILOU', '1100'), p_programme,
            p_member, v_order, v_sold.brand_id, v_sold.offer_id, 'gift_card', v_code.id, v_sold.value, v_sold.value, 'RUB', now(), current_date + 365, current_date + 365,
            v_code.last4) RETURNING id INTO v_card;
    INSERT INTO outbox (topic, ref, promised_at, due_at) VALUES ('giftcards.deliver', v_card::text, now(), now());
    RETURN v_order;
END $$;

CREATE FUNCTION bench_reveal(p_card bigint) RETURNS bytea LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_code bigint;
    v_cipher bytea;
BEGIN
    UPDATE giftcards SET revealed_at = coalesce(revealed_at, now())
     WHERE id = p_card AND state = 'active' AND expires_on >= current_date RETURNING code_id INTO STRICT v_code;
    INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (p_card, 'revealed', now());
    -- By nobody's program, so that the one that is measured beside it does not meet a card that it has shown too often.
    INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, why, request_id)
    VALUES (now(), 'client', 0, 'giftcards.reveal', 'giftcard:' || p_card, 'shown to an API client', gen_random_uuid());
    SELECT ciphertext INTO STRICT v_cipher FROM codes WHERE id = v_code;
    RETURN v_cipher;
END $$;

CREATE FUNCTION bench_redeem(p_card bigint, p_terminal bigint, p_partner bigint) RETURNS bigint
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_left bigint;
    v_id bigint;
BEGIN
    SELECT remaining - 1 INTO STRICT v_left FROM giftcards
     WHERE id = p_card AND state = 'active' AND expires_on >= current_date AND remaining > 1 FOR NO KEY UPDATE;
    INSERT INTO redemptions (terminal_id, ref, asked, giftcard_id, amount, remaining, receipt, issuer_partner_id, acceptor_partner_id, at)
    VALUES (p_terminal, gen_random_uuid(), sha256('x'), p_card, 1, v_left, '', p_partner, p_partner, now()) RETURNING id INTO v_id;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (p_card, -1, 'redemption:' || v_id, now());
    UPDATE giftcards SET remaining = v_left WHERE id = p_card;
    INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, before, after, request_id)
    VALUES (now(), 'terminal', p_terminal, 'tills.redeem', 'giftcard:' || p_card, jsonb_build_object('remaining', v_left + 1),
            jsonb_build_object('remaining', v_left, 'redemption_id', v_id, 'terminal_id', p_terminal), gen_random_uuid());
    RETURN v_id;
END $$;
