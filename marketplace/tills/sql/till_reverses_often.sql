-- Raises an alarm where of the last fifteen redemptions of a terminal five were taken back within an hour: more than anybody mistypes. A
-- machine that lost its network reverses as well, but rarely every third purchase.
CREATE OR REPLACE FUNCTION till_reverses_often(p_terminal bigint, p_partner bigint, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT id FROM redemptions WHERE terminal_id = p_terminal ORDER BY id DESC LIMIT 15) r
          JOIN reversals v ON v.redemption_id = r.id WHERE v.at > p_now - interval '1 hour') >= 5 THEN
        PERFORM till_alarm('reversing', p_partner, p_terminal, substring(acting() FROM '^user:([0-9]+)$')::bigint, p_now);
    END IF;
END $$;
