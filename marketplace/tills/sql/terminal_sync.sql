-- Books what a terminal took without a network, whatever the card has become since; once for each ref, `again` from then on. Who is first
-- here is first: of the card goes what is left, and what is not left any more is the acceptor's loss (docs/decisions/tills-offline.md).
-- `p_holder` is whose the package was. `p_value` is what the pass says was left, `p_from`
-- to `p_until` when it was good, `p_day` the programme's day on which it was taken.
-- Refused under the name of a rule, and then nothing is written: 'terminal_ref_used', 'offline_package'.
CREATE OR REPLACE FUNCTION terminal_sync(
    p_terminal bigint, p_ref text, p_asked bytea, p_holder bigint, p_package timestamptz, p_ends timestamptz, p_mark bytea,
    p_value bigint, p_from timestamptz, p_until timestamptz, p_amount bigint, p_receipt text, p_taken timestamptz, p_day date, p_acceptor bigint,
    p_now timestamptz, OUT taking offline_takings, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_terms offline_terms;
    v_card bigint;
    v_issuer bigint;
    v_redemption bigint;
    v_why text;
    v_taken bigint := 0;
    v_left bigint;
BEGIN
    PERFORM terminal_hold_ref(p_terminal, p_ref);
    SELECT * INTO taking FROM offline_takings t WHERE t.terminal_id = p_terminal AND t.ref = p_ref;
    again := FOUND;
    IF again AND taking.asked = p_asked THEN RETURN; END IF;
    IF again OR EXISTS (SELECT FROM redemptions WHERE terminal_id = p_terminal AND ref = p_ref)
        OR EXISTS (SELECT FROM authorisations WHERE terminal_id = p_terminal AND ref = p_ref) THEN
        RAISE EXCEPTION 'the ref is used' USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_ref_used';
    END IF;
    -- One after another for each terminal, so that all are counted.
    PERFORM FROM terminals WHERE id = p_terminal FOR NO KEY UPDATE;
    SELECT t.* INTO v_terms FROM offline_terms t JOIN offline_holders h ON h.terms_id = t.id
     WHERE h.id = p_holder AND t.terminal_id = p_terminal;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such package' USING ERRCODE = 'check_violation', CONSTRAINT = 'offline_package';
    END IF;
    SELECT giftcard_id INTO v_card FROM offline_passes WHERE mark = p_mark;
    v_why := CASE
        WHEN EXISTS (SELECT FROM reversals WHERE terminal_id = p_terminal AND ref = p_ref) THEN 'reversed'
        WHEN v_card IS NULL THEN 'unknown'
        WHEN p_taken NOT BETWEEN greatest(p_package, p_from) AND least(p_ends, p_until) OR p_taken > p_now + interval '10 minutes' THEN 'time'
        WHEN NOT offline_fits(v_terms, p_holder, p_package, v_card, p_amount, p_value) THEN 'limit'
        ELSE '' END;
    IF v_why = '' THEN
        SELECT * INTO v_why, v_taken, v_issuer FROM offline_due(v_card, p_amount, v_terms.currency, p_acceptor, p_package, p_taken, p_day);
    END IF;
    IF v_taken > 0 THEN
        v_redemption := nextval('redemptions_id_seq');
        v_left := giftcard_take(v_card, v_taken, 'redemption:' || v_redemption, p_day, p_now);
        INSERT INTO redemptions (id, terminal_id, ref, asked, giftcard_id, amount, remaining, receipt, issuer_partner_id, acceptor_partner_id,
                                 at) OVERRIDING SYSTEM VALUE
        VALUES (v_redemption, p_terminal, p_ref, p_asked, v_card, v_taken, v_left, p_receipt, v_issuer, p_acceptor, p_now);
    END IF;
    INSERT INTO offline_takings (terminal_id, ref, asked, terms_id, holder_id, package_at, giftcard_id, redemption_id, amount, taken, lost, why,
                                 receipt, acceptor_partner_id, taken_at, synced_at)
    VALUES (p_terminal, p_ref, p_asked, v_terms.id, p_holder, p_package, v_card, v_redemption, p_amount, v_taken,
            CASE WHEN v_why = 'reversed' THEN 0 ELSE p_amount - v_taken END, v_why, p_receipt, p_acceptor, p_taken, p_now)
    RETURNING * INTO taking;
    PERFORM audit_record('tills.sync', CASE WHEN v_taken > 0 THEN 'giftcard:' || v_card ELSE 'terminal:' || p_terminal END, p_now,
        p_before => CASE WHEN v_taken > 0 THEN jsonb_build_object('remaining', v_left + v_taken) ELSE '{}' END,
        p_after => CASE WHEN v_taken > 0 THEN jsonb_build_object('remaining', v_left, 'redemption_id', v_redemption) ELSE '{}' END
            || jsonb_build_object('taking_id', taking.id, 'terminal_id', p_terminal, 'taken', v_taken, 'lost', taking.lost, 'why', v_why));
END $$;
REVOKE EXECUTE ON FUNCTION terminal_sync FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_sync TO vitrina_app;
