-- What a partner is still owed by a statement: its sum, less what was confirmed, and with what came back, was reopened, was paid in or set off, since; without
-- the deposit that is kept of it. What is a line of it or of an earlier one counts there already.
CREATE OR REPLACE FUNCTION payout_left(s statements) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT s.closing + coalesce((
               SELECT sum(CASE e.what WHEN 'confirmed' THEN -l.amount ELSE l.amount END) FROM payout_lines l JOIN payout_events e ON e.line_id = l.id
                WHERE l.partner_id = s.partner_id AND e.what IN ('confirmed', 'returned', 'reopened') AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = s.partner_id AND k.event_id = e.id AND k.statement_id <= s.id
                         AND k.kind = CASE e.what WHEN 'confirmed' THEN 'payout' ELSE 'payout_return' END)), 0)::bigint + coalesce((
               SELECT sum(i.amount) FROM partner_payments i WHERE i.partner_id = s.partner_id AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = i.partner_id AND k.event_id = i.id AND k.kind = 'paid_in' AND k.statement_id <= s.id)), 0)::bigint
         - coalesce((
               SELECT sum(n.cleared) FROM netting_positions n JOIN netting_steps t ON t.netting_id = n.netting_id AND t.step = 'sent'
                WHERE n.partner_id = s.partner_id AND NOT EXISTS (
                      SELECT FROM statement_lines k WHERE k.partner_id = n.partner_id AND k.event_id = n.id AND k.kind = 'netting' AND k.statement_id <= s.id)), 0)::bigint
         - partner_deposit(s.partner_id)
$$;
REVOKE EXECUTE ON FUNCTION payout_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_left TO vitrina_app;
