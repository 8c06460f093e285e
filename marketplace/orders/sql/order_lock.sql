-- The steps of one order happen one after another, whoever takes them.
CREATE OR REPLACE FUNCTION order_lock(p_order bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('order', p_order))
$$;
