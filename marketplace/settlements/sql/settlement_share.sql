-- A part of an amount: amount × part / whole in whole minor units, a half to the even neighbour. What is taken of a sum and of its opposite is
-- opposite. Amounts whose product is no bigint are worked out as numerics.
CREATE OR REPLACE FUNCTION settlement_share(p_amount bigint, p_part bigint, p_whole bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_product bigint;
    v_share bigint;
    v_rest bigint;
BEGIN
    IF abs(p_amount) <= 4000000000000000000 / greatest(p_part, 1) THEN
        v_product := abs(p_amount) * p_part;
        v_share := v_product / p_whole;
        v_rest := 2 * (v_product - v_share * p_whole);
    ELSE
        v_share := div(abs(p_amount)::numeric * p_part, p_whole);
        v_rest := 2 * (abs(p_amount)::numeric * p_part - v_share::numeric * p_whole);
    END IF;
    RETURN sign(p_amount)::bigint * (v_share + CASE WHEN v_rest > p_whole OR (v_rest = p_whole AND v_share % 2 = 1) THEN 1 ELSE 0 END);
END $$;
REVOKE EXECUTE ON FUNCTION settlement_share FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settlement_share TO vitrina_app;
