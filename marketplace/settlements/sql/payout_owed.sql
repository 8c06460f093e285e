-- What a partner could be paid now, by its newest statement that it has accepted. `netted`: what is on its way already, or is being set off against its
-- company's debts elsewhere. No row where it has accepted none.
CREATE OR REPLACE FUNCTION payout_owed(p_partner bigint)
RETURNS TABLE (statement_id bigint, owed bigint, netted bigint) LANGUAGE sql STABLE AS $$
    SELECT s.id, payout_left(s),
           coalesce((SELECT sum(l.amount) FROM payout_lines l
                      WHERE l.partner_id = s.partner_id AND l.released_at IS NULL AND NOT payout_arrived(l.id)), 0)::bigint + coalesce((
               SELECT sum(n.cleared) FROM netting_positions n
                WHERE n.partner_id = s.partner_id AND NOT EXISTS (SELECT FROM netting_steps t WHERE t.netting_id = n.netting_id)), 0)::bigint
      FROM statements s JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted'
     WHERE s.partner_id = p_partner ORDER BY s.to_day DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION payout_owed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_owed TO vitrina_app;
