-- A certificate and those as which it went on, the newest last, where it goes on as one: under another code, or for another member.
CREATE OR REPLACE FUNCTION giftcard_line(p_card bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT p_card AS id, 0 AS step
        UNION ALL
        SELECT c.id, l.step + 1 FROM line l JOIN giftcard_endings e ON e.giftcard_id = l.id
          JOIN giftcard_successions s ON s.id = e.succession_id AND giftcard_goes_on_as_one(s.cause)
          JOIN giftcards c ON c.succession_id = s.id)
    SELECT id FROM line ORDER BY step
$$;
REVOKE EXECUTE ON FUNCTION giftcard_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_line TO vitrina_app;
