-- How many points a member, with whoever went on as them, has asked to buy on the day of a moment; those whose payment has expired do not count.
CREATE OR REPLACE FUNCTION topup_of_day(p_member bigint, p_now timestamptz, p_time_zone text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(t.points), 0)::bigint FROM topups t JOIN payments p ON p.purpose = 'topup' AND p.purpose_id = t.id
     WHERE t.member_id IN (SELECT member_line(p_member)) AND (t.placed_at AT TIME ZONE p_time_zone)::date = (p_now AT TIME ZONE p_time_zone)::date
       AND NOT EXISTS (SELECT FROM payment_expiries x WHERE x.payment_id = p.id)
$$;
REVOKE EXECUTE ON FUNCTION topup_of_day FROM PUBLIC;
GRANT EXECUTE ON FUNCTION topup_of_day TO vitrina_app;
