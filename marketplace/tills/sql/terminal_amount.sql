-- The card that a terminal is about to take value from, locked, and how much of it: `p_amount`, or of `p_bill` as much as there is.
-- Refused under the name of a rule: 'till_acceptance', 'till_currency', 'till_part_use', and as giftcard_take() refuses.
CREATE OR REPLACE FUNCTION terminal_amount(
    p_acceptor bigint, p_card bigint, p_amount bigint, p_bill bigint, p_currency text, OUT amount bigint, OUT issuer bigint)
LANGUAGE plpgsql AS $$
DECLARE v_card record;
BEGIN
    SELECT g.remaining, g.currency, b.partner_id, b.part_use INTO STRICT v_card
      FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE g.id = p_card FOR NO KEY UPDATE OF g;
    issuer := v_card.partner_id;
    IF NOT till_accepts(p_acceptor, issuer) THEN
        RAISE EXCEPTION 'no contract' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_acceptance';
    END IF;
    IF v_card.currency <> p_currency THEN
        RAISE EXCEPTION 'another currency' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_currency';
    END IF;
    amount := coalesce(p_amount, least(p_bill, v_card.remaining));
    IF amount < v_card.remaining AND NOT v_card.part_use THEN
        RAISE EXCEPTION 'all or nothing' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_part_use';
    END IF;
END $$;
