-- The certificates as which this one goes on today, whatever became of it: itself, where it has not ended; else all that came of it in one
-- or more steps (another code, another member, split, merged, exchanged), the oldest first.
CREATE OR REPLACE FUNCTION giftcard_heirs(p_card bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT p_card AS id
        UNION
        SELECT c.id FROM line l JOIN giftcard_endings e ON e.giftcard_id = l.id JOIN giftcards c ON c.succession_id = e.succession_id)
    SELECT l.id FROM line l WHERE NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = l.id) ORDER BY l.id
$$;
REVOKE EXECUTE ON FUNCTION giftcard_heirs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_heirs TO vitrina_app;
