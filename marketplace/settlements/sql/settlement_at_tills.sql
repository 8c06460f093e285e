-- What tills took and gave back that concerns a partner: at its own tills, or of its cards elsewhere. `counts`: another partner's card, for
-- which it is always paid. A reversal goes by the terms, and gives back the commission, of what it takes back; of what was taken before the contract
-- began nothing is.
CREATE OR REPLACE FUNCTION settlement_at_tills(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, giftcard_id bigint, priced_at timestamptz, amount bigint, counts boolean,
               origin text, origin_id bigint) LANGUAGE sql STABLE AS $$
    SELECT 'redemption', r.id, r.at, r.giftcard_id, r.at, r.amount, r.issuer_partner_id <> p_partner, NULL, NULL::bigint
      FROM redemptions r
     WHERE r.acceptor_partner_id = p_partner AND settlement_falls(r.at, r.txid, p_begins, s, b)
    UNION ALL
    SELECT 'elsewhere', r.id, r.at, r.giftcard_id, r.at, -r.amount, false, NULL, NULL
      FROM redemptions r
     WHERE r.issuer_partner_id = p_partner AND r.acceptor_partner_id <> p_partner
       AND settlement_falls(r.at, r.txid, p_begins, s, b)
    UNION ALL
    SELECT 'reversal', v.id, v.at, r.giftcard_id, r.at, -r.amount, r.issuer_partner_id <> p_partner, 'redemption', r.id
      FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
     WHERE r.acceptor_partner_id = p_partner AND r.at >= p_begins AND settlement_falls(v.at, v.txid, p_begins, s, b)
    UNION ALL
    SELECT 'elsewhere_back', v.id, v.at, r.giftcard_id, r.at, r.amount, false, 'elsewhere', r.id
      FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
     WHERE r.issuer_partner_id = p_partner AND r.acceptor_partner_id <> p_partner
       AND r.at >= p_begins AND settlement_falls(v.at, v.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_at_tills FROM PUBLIC;
