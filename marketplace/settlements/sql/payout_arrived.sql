-- Whether a payment has arrived, as far as is known: it was confirmed last, whatever was said before.
CREATE OR REPLACE FUNCTION payout_arrived(p_line bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT e.what = 'confirmed' FROM payout_events e WHERE e.line_id = p_line ORDER BY e.id DESC LIMIT 1), false)
$$;
REVOKE EXECUTE ON FUNCTION payout_arrived FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_arrived TO vitrina_app;
