-- How often a card was shown since a moment, on the screen and on paper. Volatile on purpose: asked in the statement that shows
-- the card, after its row was locked, it sees what those before have written meanwhile.
CREATE OR REPLACE FUNCTION giftcard_showings(p_card bigint, p_since timestamptz) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN (SELECT count(*) FROM giftcard_events e
             WHERE e.giftcard_id = p_card AND e.kind IN ('revealed', 'downloaded') AND e.at > p_since);
END $$;
REVOKE ALL ON FUNCTION giftcard_showings(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_showings(bigint, timestamptz) TO vitrina_app;
