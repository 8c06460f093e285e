-- Tells the servers of whom it concerns that something was taken of a card, or given back: whose till it was, and whose card. Of another's
-- till nothing but the sum is told, and of an own one its name, not its number, which counts everybody's. `p_remaining` is what is left on the card.
CREATE OR REPLACE FUNCTION redemption_tell(p_kind text, p_redemption redemptions, p_remaining bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_facts jsonb;
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE removed_at IS NULL
                      AND partner_id IN (p_redemption.acceptor_partner_id, p_redemption.issuer_partner_id)) THEN
        RETURN;
    END IF;
    -- By a name that does not count how many redemptions there are: a card's public name is known to its owner alone.
    SELECT jsonb_build_object('redemption', left(encode(sha256(convert_to(g.public_id || ':' || p_redemption.id, 'UTF8')), 'hex'), 32), 'brand', b.slug, 'amount', p_redemption.amount, 'currency', g.currency,
                              'remaining', p_remaining, 'at', to_jsonb(p_at), 'own_till', true)
      INTO v_facts FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE g.id = p_redemption.giftcard_id;
    PERFORM webhook_tell(p_redemption.acceptor_partner_id, p_kind, p_redemption.id::text, p_at, v_facts || jsonb_build_object(
        'terminal', (SELECT name FROM terminals WHERE id = p_redemption.terminal_id), 'ref', p_redemption.ref, 'receipt', p_redemption.receipt));
    IF p_redemption.issuer_partner_id <> p_redemption.acceptor_partner_id THEN
        PERFORM webhook_tell(p_redemption.issuer_partner_id, p_kind, p_redemption.id::text, p_at, v_facts || '{"own_till": false}');
    END IF;
END $$;
