-- A certificate and those that went on as it, the oldest last, where one went on as one.
CREATE OR REPLACE FUNCTION giftcard_line_back(p_card bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT id, succession_id, 0 AS step FROM giftcards WHERE id = p_card
        UNION ALL
        SELECT p.id, p.succession_id, l.step + 1 FROM line l
          JOIN giftcard_successions s ON s.id = l.succession_id AND giftcard_goes_on_as_one(s.cause)
          JOIN giftcard_endings e ON e.succession_id = s.id
          JOIN giftcards p ON p.id = e.giftcard_id)
    SELECT id FROM line ORDER BY step
$$;
REVOKE EXECUTE ON FUNCTION giftcard_line_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_line_back TO vitrina_app;
