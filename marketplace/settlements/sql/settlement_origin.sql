-- By which event of a statement a card's value came to its partner: the sale of the card that went on as it, or an exchange for it. Of several that
-- became one: the first of them.
CREATE OR REPLACE FUNCTION settlement_origin(p_card bigint, OUT kind text, OUT id bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT g.id, g.succession_id, g.issued_at, s.cause FROM giftcards g LEFT JOIN giftcard_successions s ON s.id = g.succession_id
         WHERE g.id = p_card
        UNION ALL
        SELECT p.id, p.succession_id, p.issued_at, s.cause FROM line l
          JOIN giftcard_endings e ON e.succession_id = l.succession_id AND l.cause <> 'exchange'
          JOIN giftcards p ON p.id = e.giftcard_id LEFT JOIN giftcard_successions s ON s.id = p.succession_id)
    SELECT CASE WHEN cause IS NULL THEN 'sale' ELSE 'exchanged_in' END, id FROM line WHERE cause IS NULL OR cause = 'exchange'
     ORDER BY issued_at, id LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION settlement_origin FROM PUBLIC;
