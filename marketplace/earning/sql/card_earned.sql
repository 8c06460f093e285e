-- What the operations of a bank card have earned for a member, less what refunds took back; minor units of points.
CREATE OR REPLACE FUNCTION card_earned(p_member bigint, p_token text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(o.points - coalesce((SELECT sum(p.points) FROM refund_parts p WHERE p.refund_id = o.id AND p.late), 0)), 0)::bigint
      FROM card_operations o WHERE o.member_id = p_member AND o.token = p_token
$$;
REVOKE EXECUTE ON FUNCTION card_earned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION card_earned TO vitrina_app;
