-- What of a card, which is locked from here on, a terminal gets that took it without a network: all of the amount, what is left ('short'),
-- or nothing and why. A contract that stood when the package was fetched is kept, and a card that was in time when it was taken is in time.
CREATE OR REPLACE FUNCTION offline_due(
    p_card bigint, p_amount bigint, p_currency text, p_acceptor bigint, p_package timestamptz, p_taken timestamptz, p_day date,
    OUT why text, OUT taken bigint, OUT issuer bigint)
LANGUAGE plpgsql AS $$
DECLARE v_card record;
BEGIN
    SELECT g.remaining, g.currency, g.state, g.expires_on, b.partner_id, b.part_use INTO STRICT v_card
      FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE g.id = p_card FOR NO KEY UPDATE OF g;
    issuer := v_card.partner_id;
    why := CASE
        WHEN v_card.currency <> p_currency OR (issuer <> p_acceptor AND NOT EXISTS (
            SELECT FROM acceptances WHERE issuer_partner_id = issuer AND acceptor_partner_id = p_acceptor AND began_at <= p_taken
               AND (ended_at IS NULL OR ended_at > p_package))) THEN 'foreign'
        WHEN v_card.state <> 'active' THEN v_card.state
        WHEN v_card.expires_on < p_day THEN 'expired'
        WHEN p_amount < v_card.remaining AND NOT v_card.part_use THEN 'part_use'
        WHEN p_amount > v_card.remaining THEN 'short'
        ELSE '' END;
    taken := CASE WHEN why IN ('', 'short') THEN least(p_amount, v_card.remaining) ELSE 0 END;
END $$;
REVOKE EXECUTE ON FUNCTION offline_due FROM PUBLIC;
