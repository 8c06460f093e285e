-- How often whoever acts has shown a card since a moment, on the screen and on paper: what others have seen, a program with a key too,
-- keeps nobody from their own card. Volatile on purpose: asked in the statement that shows the card, after its row was locked, it
-- sees what those before have written meanwhile.
CREATE OR REPLACE FUNCTION giftcard_showings(p_card bigint, p_since timestamptz) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN (SELECT count(*) FROM audit_records a
             WHERE a.subject = 'giftcard:' || p_card AND a.action = 'giftcards.reveal' AND a.at > p_since
               AND concat_ws(':', a.actor_kind, a.actor_id) = acting());
END $$;
REVOKE ALL ON FUNCTION giftcard_showings(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_showings(bigint, timestamptz) TO vitrina_app;
