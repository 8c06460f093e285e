-- What becomes of one payment happens one thing after another. Whoever also takes the lock of what it is for takes that one first.
CREATE OR REPLACE FUNCTION payment_lock(p_payment bigint) RETURNS payments LANGUAGE plpgsql AS $$
DECLARE v payments;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('payment', p_payment));
    SELECT * INTO STRICT v FROM payments WHERE id = p_payment;
    RETURN v;
END $$;
REVOKE EXECUTE ON FUNCTION payment_lock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_lock TO vitrina_app;
