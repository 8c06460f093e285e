-- Brings the points that were taken back for a dispute into line with where its funds are; asked as often as anybody likes. Returns what was
-- done: 'take', 'return' or ''.
CREATE OR REPLACE FUNCTION topup_dispute(p_dispute bigint, p_now timestamptz, p_today date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_dispute payment_disputes;
    v_due text;
BEGIN
    SELECT * INTO STRICT v_dispute FROM payment_disputes WHERE id = p_dispute;
    v := payment_lock(v_dispute.payment_id);
    IF v.purpose <> 'topup' THEN PERFORM topup_refuse('topup_off', '{}'); END IF;
    v_due := payment_dispute_due(p_dispute);
    IF v_due = 'take' THEN
        PERFORM payment_dispute_take(p_dispute, CASE WHEN payment_is_sold(v.id) THEN payment_pot(v, 'programme') END, v_dispute.amount,
            0, p_now, p_today);
        PERFORM topup_take(v, 'dispute', p_dispute, p_now);
    ELSIF v_due = 'return' THEN
        PERFORM payment_dispute_return(p_dispute, p_now, p_today);
        PERFORM topup_give_back(v, 'dispute', p_dispute, p_now);
    END IF;
    RETURN v_due;
END $$;
REVOKE EXECUTE ON FUNCTION topup_dispute FROM PUBLIC;
GRANT EXECUTE ON FUNCTION topup_dispute TO vitrina_app;
