-- How a partner stands now, by its newest statement that it has accepted: what it is owed, how much of that is on its way already or is being set off
-- (`netted`), and what stands open for another netting (`standing`), which counts debts that are being set off, too: nobody is paid for those. No row
-- where it has accepted none.
CREATE OR REPLACE FUNCTION payout_owed(p_partner bigint)
RETURNS TABLE (statement_id bigint, owed bigint, netted bigint, standing bigint) LANGUAGE sql STABLE AS $$
    SELECT s.id, payout_left(s), l.paid + n.claims, payout_left(s) - l.paid - n.claims + n.debts
      FROM statements s JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted'
     CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount), 0)::bigint AS paid FROM payout_lines l
                          WHERE l.partner_id = s.partner_id AND l.released_at IS NULL AND NOT payout_arrived(l.id)) l
     CROSS JOIN LATERAL (SELECT coalesce(sum(greatest(p.cleared, 0)), 0)::bigint AS claims, coalesce(sum(greatest(-p.cleared, 0)), 0)::bigint AS debts
                           FROM netting_positions p
                          WHERE p.partner_id = s.partner_id AND NOT EXISTS (SELECT FROM netting_steps t WHERE t.netting_id = p.netting_id)) n
     WHERE s.partner_id = p_partner ORDER BY s.to_day DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION payout_owed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_owed TO vitrina_app;
