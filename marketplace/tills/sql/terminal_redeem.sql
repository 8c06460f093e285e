-- Takes value from a card for a purchase; all of it in one call, because each round trip costs as much as the writing itself. The same
-- ref with the same question gives back what was written the first time, `again`.
-- Refused under the name of a rule: 'terminal_ref_used', 'terminal_ref_reversed', and as terminal_amount() and giftcard_take() refuse.
CREATE OR REPLACE FUNCTION terminal_redeem(
    p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_bill bigint, p_currency text, p_receipt text,
    p_acceptor bigint, p_today date, p_now timestamptz, OUT redemption redemptions, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_taken record;
    v_id bigint := nextval('redemptions_id_seq');
    v_left bigint;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    SELECT * INTO redemption FROM terminal_kept(p_terminal, p_ref, p_asked);
    again := redemption.id IS NOT NULL;
    IF again THEN RETURN; END IF;
    SELECT * INTO v_taken FROM terminal_amount(p_acceptor, p_card, p_amount, p_bill, p_currency);
    v_left := giftcard_take(p_card, v_taken.amount, 'redemption:' || v_id, p_today, p_now);
    INSERT INTO redemptions (id, terminal_id, ref, asked, giftcard_id, amount, bill, remaining, receipt, issuer_partner_id,
                             acceptor_partner_id, at) OVERRIDING SYSTEM VALUE
    VALUES (v_id, p_terminal, p_ref, p_asked, p_card, v_taken.amount, p_bill, v_left, p_receipt, v_taken.issuer, p_acceptor, p_now)
    RETURNING * INTO redemption;
    PERFORM audit_record('tills.redeem', 'giftcard:' || p_card, p_now,
        p_before => jsonb_build_object('remaining', v_left + v_taken.amount),
        p_after => jsonb_build_object('remaining', v_left, 'redemption_id', v_id, 'terminal_id', p_terminal));
END $$;
REVOKE EXECUTE ON FUNCTION terminal_redeem FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_redeem TO vitrina_app;
