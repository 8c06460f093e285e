-- Whether what was paid has been handed over for what it was paid for, and has not come back.
CREATE OR REPLACE FUNCTION payment_is_sold(p_payment bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM transfers WHERE ref = 'sale:' || p_payment) AND NOT EXISTS (SELECT FROM transfers WHERE ref = 'sale-back:' || p_payment)
$$;
REVOKE EXECUTE ON FUNCTION payment_is_sold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_is_sold TO vitrina_app;
