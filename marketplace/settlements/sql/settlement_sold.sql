-- What a partner sold that somebody may still come with on a day of the programme's: cards that can be used, and orders whose card is on its way.
CREATE OR REPLACE FUNCTION settlement_sold(p_partner bigint, p_day date, OUT cards bigint, OUT orders bigint) LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM giftcards c JOIN brands b ON b.id = c.brand_id
             WHERE b.partner_id = p_partner AND c.state IN ('active', 'frozen', 'held') AND c.expires_on >= p_day),
           (SELECT count(*) FROM orders o JOIN brands b ON b.id = o.brand_id
             WHERE b.partner_id = p_partner AND NOT EXISTS (SELECT FROM giftcards c WHERE c.order_id = o.id)
               AND NOT EXISTS (SELECT FROM order_cancellations x WHERE x.order_id = o.id))
$$;
REVOKE EXECUTE ON FUNCTION settlement_sold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settlement_sold TO vitrina_app;
