-- Has all certificates of a member go on with the membership as which theirs goes on; nothing for one whose membership stands for itself.
-- Returns how many there were.
CREATE OR REPLACE FUNCTION giftcards_follow(p_member bigint, p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM giftcard_follow(g.id, p_now) FROM (
        SELECT id FROM giftcards WHERE member_id = p_member AND state IN ('active', 'frozen') ORDER BY id FOR NO KEY UPDATE) g;
    RETURN (SELECT count(*) FROM giftcards g JOIN giftcard_successions s ON s.id = g.succession_id AND s.cause = 'membership' AND s.txid = pg_current_xact_id()
             WHERE g.member_id = member_now(p_member));
END $$;
REVOKE EXECUTE ON FUNCTION giftcards_follow FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcards_follow TO vitrina_app;
