-- The orders from which a certificate's value comes, through all that it went on as, and how much of what is left of it comes from each.
-- Where several became one, each has its share of it.
CREATE OR REPLACE FUNCTION giftcard_origins(p_card bigint) RETURNS TABLE (order_id bigint, value bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE part AS (
        SELECT g.order_id, g.succession_id, g.remaining AS amount FROM giftcards g WHERE g.id = p_card
        UNION ALL
        SELECT p.order_id, p.succession_id,
               (div(c.amount::numeric * (s.before + e.amount), s.whole) - div(c.amount::numeric * s.before, s.whole))::bigint
          FROM part c JOIN giftcard_endings e ON e.succession_id = c.succession_id JOIN giftcards p ON p.id = e.giftcard_id
         CROSS JOIN LATERAL (SELECT sum(x.amount) AS whole, coalesce(sum(x.amount) FILTER (WHERE x.giftcard_id < e.giftcard_id), 0) AS before
                               FROM giftcard_endings x WHERE x.succession_id = e.succession_id) s)
    SELECT part.order_id, sum(part.amount)::bigint FROM part WHERE part.order_id IS NOT NULL AND part.amount > 0 GROUP BY 1
$$;
REVOKE EXECUTE ON FUNCTION giftcard_origins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_origins TO vitrina_app;
