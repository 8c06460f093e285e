-- Whether one more taking of a card keeps within what was published: the terms' limits, over all that the terminal took and had not brought
-- when this package was given, or took under a later one that was given before this is brought; and what the pass said was left. So
-- whoever fetches a package while something waits has no second one. A device that its partner has cut off counts by itself: that
-- its packages may still come was said then. What was outside before does not count. The terminal is held.
CREATE OR REPLACE FUNCTION offline_fits(
    p_terms offline_terms, p_holder bigint, p_package timestamptz, p_card bigint, p_amount bigint, p_value bigint) RETURNS boolean
LANGUAGE sql AS $$
    SELECT count(*) < p_terms.count_limit
       AND coalesce(sum(t.amount), 0) + p_amount <= least(p_terms.stored_limit, p_terms.count_limit * p_terms.card_limit)
       AND coalesce(sum(t.amount) FILTER (WHERE t.giftcard_id = p_card), 0) + p_amount <= least(p_terms.card_limit, p_value)
      FROM offline_takings t
     WHERE t.terminal_id = p_terms.terminal_id AND t.why NOT IN ('unknown', 'time', 'limit', 'reversed')
       AND offline_counts_with(t.holder_id) = offline_counts_with(p_holder)
       AND t.package_at > p_package - interval '24 hours' AND t.package_at < p_package + interval '24 hours'
       AND (t.package_at >= p_package OR date_trunc('second', t.synced_at) > p_package)
$$;
REVOKE EXECUTE ON FUNCTION offline_fits FROM PUBLIC;
