-- A refund is done, or has failed: its fact and its transfer, once each. One that was done and then failed is posted back; one that failed
-- is never done afterwards, in whatever order the two are heard of. One that the programme bore, and got back when what was paid for was taken back,
-- lies among what was paid again. Once nothing is left to send back, nobody has to look at it any more.
CREATE OR REPLACE FUNCTION payment_refund_end(p_refund bigint, p_how text, p_why text, p_now timestamptz, p_today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_refund payment_refunds;
    v payments;
    v_done boolean;
BEGIN
    SELECT * INTO STRICT v_refund FROM payment_refunds WHERE id = p_refund;
    v := payment_lock(v_refund.payment_id);
    v_done := EXISTS (SELECT FROM payment_refund_ends WHERE refund_id = p_refund AND how = 'done');
    IF EXISTS (SELECT FROM payment_refund_ends WHERE refund_id = p_refund AND how = 'failed') THEN RETURN false; END IF;
    INSERT INTO payment_refund_ends (refund_id, how, at, why) VALUES (p_refund, p_how, p_now, p_why) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    IF p_how = 'done' THEN
        PERFORM payment_post(v, 'refund', 'refund:' || p_refund, payment_pot(v, v_refund.borne_by), payment_pot(v, 'gateway'),
            v_refund.amount, p_now, p_today);
        DELETE FROM payment_troubles WHERE payment_id = v.id AND kind = 'refund_failed' AND payment_available(v.id) = 0;
    ELSE
        IF v_done THEN
            PERFORM payment_post(v, 'refund', 'refund-back:' || p_refund, payment_pot(v, 'gateway'), payment_pot(v, v_refund.borne_by),
                v_refund.amount, p_now, p_today);
        END IF;
        IF v_refund.borne_by = 'programme' AND EXISTS (SELECT FROM transfers WHERE ref = 'sale-back:' || v.id) THEN
            PERFORM payment_post(v, 'sale', 'gift-again:' || p_refund, payment_pot(v, 'programme'), payment_pot(v, 'prepaid'), v_refund.amount,
                p_now, p_today);
        END IF;
        PERFORM topup_give_back(v, 'refund', p_refund, p_now);
        INSERT INTO payment_troubles (payment_id, since, kind) VALUES (v.id, p_now, 'refund_failed')
        ON CONFLICT (payment_id) DO UPDATE SET since = excluded.since, kind = excluded.kind;
    END IF;
    PERFORM promise('payments.letter', 'refund:' || p_refund || ':' || p_how, p_now);
    PERFORM audit_record('payments.refund_end', 'payment:' || v.id, p_now, p_why,
        jsonb_build_object('refund', CASE WHEN v_done THEN 'done' ELSE 'requested' END),
        jsonb_build_object('refund', p_how, 'amount', v_refund.amount, 'currency', v.currency));
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION payment_refund_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_refund_end TO vitrina_app;
