-- What a dispute's funds ask for now: 'take' where they were withdrawn and nothing was taken, 'return' where they came back after something
-- was; else ''. Heard of in any order, the two come to the same.
CREATE OR REPLACE FUNCTION payment_dispute_due(p_dispute bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN taken AND back AND NOT returned THEN 'return' WHEN gone AND NOT taken THEN 'take' ELSE '' END
      FROM (SELECT payment_dispute_gone(p_dispute) AS gone,
                   EXISTS (SELECT FROM payment_dispute_steps WHERE dispute_id = p_dispute AND what = 'funds_reinstated') AS back,
                   EXISTS (SELECT FROM payment_dispute_takings WHERE dispute_id = p_dispute) AS taken,
                   EXISTS (SELECT FROM payment_dispute_returns WHERE dispute_id = p_dispute) AS returned) known
$$;
REVOKE EXECUTE ON FUNCTION payment_dispute_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_dispute_due TO vitrina_app;
