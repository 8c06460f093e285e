-- Whether one more taking of a card keeps within what was published: the terms' limits, over all that was taken under the same package, and
-- what the pass said was left. What was outside before does not count. The terms are held.
CREATE OR REPLACE FUNCTION offline_fits(p_terms offline_terms, p_package timestamptz, p_card bigint, p_amount bigint, p_value bigint) RETURNS boolean
LANGUAGE sql AS $$
    SELECT count(*) < p_terms.count_limit AND coalesce(sum(amount), 0) + p_amount <= p_terms.stored_limit
       AND coalesce(sum(amount) FILTER (WHERE giftcard_id = p_card), 0) + p_amount <= least(p_terms.card_limit, p_value)
      FROM offline_takings WHERE terms_id = p_terms.id AND package_at = p_package AND why NOT IN ('unknown', 'time', 'limit', 'reversed')
$$;
REVOKE EXECUTE ON FUNCTION offline_fits FROM PUBLIC;
