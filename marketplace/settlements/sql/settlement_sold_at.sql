-- When the card that went on as this one was sold; one that was exchanged for another brand's counts as sold then. Several that became one:
-- the first of them.
CREATE OR REPLACE FUNCTION settlement_sold_at(p_card bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT g.id, g.succession_id, g.issued_at, s.cause FROM giftcards g LEFT JOIN giftcard_successions s ON s.id = g.succession_id
         WHERE g.id = p_card
        UNION ALL
        SELECT p.id, p.succession_id, p.issued_at, s.cause FROM line l
          JOIN giftcard_endings e ON e.succession_id = l.succession_id AND l.cause <> 'exchange'
          JOIN giftcards p ON p.id = e.giftcard_id LEFT JOIN giftcard_successions s ON s.id = p.succession_id)
    SELECT min(issued_at) FROM line WHERE cause IS NULL OR cause = 'exchange'
$$;
REVOKE EXECUTE ON FUNCTION settlement_sold_at FROM PUBLIC;
