-- The last day with which a certificate's value was first issued: the earliest of its own and of all that went on as it. From there extensions are
-- counted, so that no chain of extensions and reissues goes on for ever.
CREATE OR REPLACE FUNCTION giftcard_first_until(p_card bigint) RETURNS date LANGUAGE sql STABLE AS $$
    WITH RECURSIVE before AS (
        SELECT g.id, g.succession_id, g.born_until FROM giftcards g WHERE g.id = p_card
        UNION
        SELECT p.id, p.succession_id, p.born_until FROM before b
          JOIN giftcard_endings e ON e.succession_id = b.succession_id JOIN giftcards p ON p.id = e.giftcard_id)
    SELECT min(born_until) FROM before
$$;
REVOKE EXECUTE ON FUNCTION giftcard_first_until FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_first_until TO vitrina_app;
