-- By which events of a statement a card's value came to its partner, and what each was worth: the sales of the cards that went on as it, or an
-- exchange for it; `at` is when. Several where cards became one, the oldest first.
CREATE OR REPLACE FUNCTION settlement_origins(p_card bigint) RETURNS TABLE (kind text, id bigint, at timestamptz, value bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT g.id, g.succession_id, g.issued_at, g.value, s.cause FROM giftcards g LEFT JOIN giftcard_successions s ON s.id = g.succession_id
         WHERE g.id = p_card
        UNION ALL
        SELECT p.id, p.succession_id, p.issued_at, p.value, s.cause FROM line l
          JOIN giftcard_endings e ON e.succession_id = l.succession_id AND l.cause <> 'exchange'
          JOIN giftcards p ON p.id = e.giftcard_id LEFT JOIN giftcard_successions s ON s.id = p.succession_id)
    SELECT CASE WHEN cause IS NULL THEN 'sale' ELSE 'exchanged_in' END, id, issued_at, value FROM line WHERE cause IS NULL OR cause = 'exchange'
     ORDER BY issued_at, id
$$;
REVOKE EXECUTE ON FUNCTION settlement_origins FROM PUBLIC;
