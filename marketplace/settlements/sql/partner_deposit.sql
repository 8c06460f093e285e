-- What is kept of a partner as its deposit: what it has paid in as one, less what two people have released. Nothing of one that has left.
CREATE OR REPLACE FUNCTION partner_deposit(p_partner bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN p.state = 'left' THEN 0 ELSE greatest(
               coalesce((SELECT sum(i.amount) FROM partner_payments i WHERE i.partner_id = p.id AND i.kind = 'deposit'), 0)
               - coalesce((SELECT sum(r.amount) FROM deposit_releases r WHERE r.partner_id = p.id), 0), 0) END::bigint
      FROM partners p WHERE p.id = p_partner
$$;
REVOKE EXECUTE ON FUNCTION partner_deposit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_deposit TO vitrina_app;
