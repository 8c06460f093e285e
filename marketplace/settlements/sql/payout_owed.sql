-- What a partner could be paid now: by its newest statement that it has accepted, and by what was paid, came back, was paid in and set off since,
-- without the deposit that is kept of it. `netted`: what is on its way already, or is being set off against its company's debts elsewhere. No row where
-- it has accepted none.
CREATE OR REPLACE FUNCTION payout_owed(p_partner bigint)
RETURNS TABLE (statement_id bigint, owed bigint, netted bigint) LANGUAGE sql STABLE AS $$
    SELECT s.id, s.closing + coalesce((
               SELECT sum(CASE e.what WHEN 'confirmed' THEN -l.amount ELSE l.amount END) FROM payout_lines l JOIN payout_events e ON e.line_id = l.id
                WHERE l.partner_id = s.partner_id AND e.what IN ('confirmed', 'returned') AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = s.partner_id AND k.event_id = e.id AND k.statement_id <= s.id
                         AND k.kind = CASE e.what WHEN 'confirmed' THEN 'payout' ELSE 'payout_return' END)), 0)::bigint + coalesce((
               SELECT sum(i.amount) FROM partner_payments i WHERE i.partner_id = s.partner_id AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = i.partner_id AND k.event_id = i.id AND k.kind = 'paid_in' AND k.statement_id <= s.id)), 0)::bigint - coalesce((
               SELECT sum(n.cleared) FROM netting_positions n JOIN netting_steps t ON t.netting_id = n.netting_id AND t.step = 'sent'
                WHERE n.partner_id = s.partner_id AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = n.partner_id AND k.event_id = n.id AND k.kind = 'netting' AND k.statement_id <= s.id)), 0)::bigint - partner_deposit(s.partner_id),
           coalesce((SELECT sum(l.amount) FROM payout_lines l
                      WHERE l.partner_id = s.partner_id AND l.released_at IS NULL
                        AND NOT EXISTS (SELECT FROM payout_events e WHERE e.line_id = l.id AND e.what = 'confirmed')), 0)::bigint + coalesce((
               SELECT sum(n.cleared) FROM netting_positions n
                WHERE n.partner_id = s.partner_id AND NOT EXISTS (SELECT FROM netting_steps t WHERE t.netting_id = n.netting_id)), 0)::bigint
      FROM statements s JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted'
     WHERE s.partner_id = p_partner ORDER BY s.to_day DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION payout_owed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_owed TO vitrina_app;
