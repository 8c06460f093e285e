-- In how many seconds a terminal, and the person at it, may try another code: 0 while fewer than 10 were refused in a minute and 100 in an
-- hour. Whoever asks holds the terminal and the person (terminal_find), so that of many at once no more than these are looked up.
CREATE OR REPLACE FUNCTION till_wait(p_terminal bigint, p_user bigint, p_now timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
    WITH limits (most, lasts) AS (VALUES (10, interval '1 minute'), (100, interval '1 hour')),
    full_ones AS (
        SELECT (SELECT at FROM till_refusals WHERE terminal_id = p_terminal AND at > p_now - lasts AND at <= p_now
                 ORDER BY at DESC OFFSET most - 1 LIMIT 1) + lasts AS opens FROM limits
        UNION ALL
        SELECT (SELECT at FROM till_refusals WHERE user_id = p_user AND at > p_now - lasts AND at <= p_now
                 ORDER BY at DESC OFFSET most - 1 LIMIT 1) + lasts FROM limits)
    SELECT coalesce(max(ceil(extract(epoch FROM opens - p_now))), 0)::integer FROM full_ones WHERE opens > p_now
$$;
