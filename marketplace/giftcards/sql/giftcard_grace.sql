-- Gives a card to which something came back after its last day the programme's days of grace from that day on, as points have them: once for all
-- cards that its value has been on, so that nobody keeps it alive by taking and giving back, and not beyond the end of the partner's own code.
-- Its owner gets a letter. For giftcard_put_back().
CREATE OR REPLACE FUNCTION giftcard_grace(p_card bigint, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_was date;
    v_today date;
    v_until date;
BEGIN
    SELECT g.expires_on, d.today, least(d.today + p.grace_days, c.expires_on) INTO STRICT v_was, v_today, v_until
      FROM giftcards g JOIN programmes p ON p.id = g.programme_id LEFT JOIN codes c ON c.id = g.code_id
     CROSS JOIN LATERAL (SELECT (p_now AT TIME ZONE p.time_zone)::date AS today) d WHERE g.id = p_card;
    IF v_was >= v_today OR v_until < v_today THEN RETURN; END IF;
    IF EXISTS (
        WITH RECURSIVE before AS (
            SELECT g.id, g.succession_id FROM giftcards g WHERE g.id = p_card
            UNION
            SELECT p.id, p.succession_id FROM before b
              JOIN giftcard_endings e ON e.succession_id = b.succession_id JOIN giftcards p ON p.id = e.giftcard_id)
        SELECT FROM before b JOIN giftcard_extensions x ON x.giftcard_id = b.id WHERE x.reason = 'came_back') THEN
        RETURN;
    END IF;
    INSERT INTO giftcard_extensions (giftcard_id, was, until, days, reason, note, at)
    VALUES (p_card, v_was, v_until, v_until - giftcard_first_until(p_card), 'came_back', '', p_now);
    INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (p_card, 'extended', p_now);
    PERFORM audit_record('giftcards.extend', 'giftcard:' || p_card, p_now, '',
        jsonb_build_object('last_day', v_was), jsonb_build_object('last_day', v_until, 'reason', 'came_back'));
    UPDATE giftcards SET expires_on = v_until WHERE id = p_card;
    PERFORM promise('giftcards.came_back', p_card::text, p_now);
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_grace FROM PUBLIC, vitrina_app;
