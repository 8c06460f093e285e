-- Raises an alarm where more is taken back than anybody mistypes: five times within an hour, each among the last fifteen redemptions of its terminal.
-- A person counts for what they did themselves, over all of the partner's terminals: whoever does the fifth need not have done the four before. What
-- programs take back counts for their terminal and names nobody. A machine that lost its network reverses as well, but rarely every third purchase.
CREATE OR REPLACE FUNCTION till_reverses_often(p_terminal bigint, p_partner bigint, p_by bigint, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_times bigint;
BEGIN
    IF p_by IS NULL THEN
        SELECT count(*) INTO v_times FROM (SELECT id FROM redemptions WHERE terminal_id = p_terminal ORDER BY id DESC LIMIT 15) r
          JOIN reversals v ON v.redemption_id = r.id WHERE v.at > p_now - interval '1 hour' AND v.reversed_by IS NULL;
    ELSE
        SELECT count(*) INTO v_times FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
         WHERE v.reversed_by = p_by AND v.at > p_now - interval '1 hour' AND r.acceptor_partner_id = p_partner
           AND (SELECT count(*) FROM (SELECT FROM redemptions l WHERE l.terminal_id = r.terminal_id AND l.id > r.id LIMIT 15) later) < 15;
    END IF;
    IF v_times >= 5 THEN
        PERFORM till_alarm('reversing', p_partner, p_terminal, p_by, p_now);
    END IF;
END $$;
