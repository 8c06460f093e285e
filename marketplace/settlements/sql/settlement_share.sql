-- A part of an amount: amount × part / whole in whole minor units, a half to the even neighbour. What is taken of a sum and of its opposite is opposite.
CREATE OR REPLACE FUNCTION settlement_share(p_amount bigint, p_part bigint, p_whole bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT (sign(p_amount) * (div(x, p_whole) + CASE
               WHEN 2 * mod(x, p_whole) > p_whole OR (2 * mod(x, p_whole) = p_whole AND mod(div(x, p_whole), 2) = 1) THEN 1 ELSE 0 END))::bigint
      FROM (SELECT abs(p_amount)::numeric * p_part AS x) e
$$;
REVOKE EXECUTE ON FUNCTION settlement_share FROM PUBLIC;
