-- Promises a topic for a ref, once: the same pair again changes nothing. Not before `p_due`; at once when left out. The request that
-- gave it stands in the transaction.
CREATE OR REPLACE FUNCTION promise(p_topic text, p_ref text, p_at timestamptz, p_due timestamptz DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO outbox (topic, ref, promised_at, due_at, request_id)
    VALUES (p_topic, p_ref, p_at, coalesce(p_due, p_at), coalesce(current_setting('vitrina.request', true), ''))
    ON CONFLICT (topic, ref) DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION promise FROM PUBLIC;
GRANT EXECUTE ON FUNCTION promise TO vitrina_app;
