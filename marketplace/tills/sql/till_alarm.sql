-- Raises an alarm about a terminal, or somebody at the partner's terminals, once an hour for the same thing, and promises the letters about it. Called where it is noticed, by
-- functions that have the right to; whoever stands at the till sees nothing of it.
CREATE OR REPLACE FUNCTION till_alarm(
    p_kind text, p_partner bigint, p_terminal bigint, p_user bigint, p_at timestamptz, p_batch bigint DEFAULT NULL, p_refusal text DEFAULT '')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
BEGIN
    INSERT INTO till_alarms (kind, partner_id, terminal_id, user_id, batch_id, refusal, hour, at)
    VALUES (p_kind, p_partner, p_terminal, p_user, p_batch, p_refusal, date_trunc('hour', p_at), p_at)
    ON CONFLICT DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NOT NULL THEN
        PERFORM promise('tills.alarm', v_id::text, p_at);
    END IF;
END $$;
