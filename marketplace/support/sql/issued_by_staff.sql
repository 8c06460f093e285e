-- Every other code, other owner, refund and longer term that staff has given out in a programme since a moment, whoever agreed to it: who asked for it, what
-- it was, the brand of the card, and what it was worth, in minor units of its currency. Who put off a last day stands in the audit alone; it counts for what
-- is left on the card.
CREATE OR REPLACE FUNCTION issued_by_staff(p_programme bigint, p_since timestamptz)
RETURNS TABLE (asked_by bigint, what text, brand_id bigint, amount bigint, currency text) LANGUAGE sql STABLE AS $$
    SELECT r.asked_by, 'reissue', g.brand_id, e.amount, g.currency FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
      JOIN giftcard_endings e ON e.giftcard_id = g.id
     WHERE r.programme_id = p_programme AND r.at > p_since
    UNION ALL
    SELECT x.asked_by, 'rebind', g.brand_id, e.amount, g.currency FROM rebindings x JOIN giftcards g ON g.id = x.old_card_id
      JOIN giftcard_endings e ON e.giftcard_id = g.id
     WHERE x.programme_id = p_programme AND x.at > p_since
    UNION ALL
    SELECT w.asked_by, 'refund', g.brand_id, v.amount, g.currency FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id
      JOIN giftcards g ON g.id = v.giftcard_id
     WHERE w.programme_id = p_programme AND w.at > p_since AND w.refund <> 'none'
    UNION ALL
    SELECT r.actor_id, 'extend', g.brand_id, coalesce((SELECT e.amount FROM giftcard_endings e WHERE e.giftcard_id = g.id), g.remaining), g.currency
      FROM giftcard_extensions x JOIN giftcards g ON g.id = x.giftcard_id
      JOIN audit_records r ON r.txid = x.txid AND r.action = 'giftcards.extend' AND r.subject = 'giftcard:' || x.giftcard_id
     WHERE g.programme_id = p_programme AND x.at > p_since AND r.actor_kind = 'user' AND x.reason <> 'came_back'
$$;
REVOKE EXECUTE ON FUNCTION issued_by_staff FROM PUBLIC;
GRANT EXECUTE ON FUNCTION issued_by_staff TO vitrina_app;
