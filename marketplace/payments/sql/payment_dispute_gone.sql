-- Whether a dispute's funds are gone: withdrawn by the bank and not reinstated.
CREATE OR REPLACE FUNCTION payment_dispute_gone(p_dispute bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM payment_dispute_steps WHERE dispute_id = p_dispute AND what = 'funds_withdrawn')
       AND NOT EXISTS (SELECT FROM payment_dispute_steps WHERE dispute_id = p_dispute AND what = 'funds_reinstated')
$$;
REVOKE EXECUTE ON FUNCTION payment_dispute_gone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_dispute_gone TO vitrina_app;
