-- What was put right by hand, what was paid, came back or turned out not to have been paid, and what the partner has paid in.
CREATE OR REPLACE FUNCTION settlement_by_hand(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, amount bigint) LANGUAGE sql STABLE AS $$
    SELECT 'adjustment', a.id, a.at, a.amount FROM settlement_adjustments a
     WHERE a.partner_id = p_partner AND settlement_falls(a.at, a.txid, p_begins, s, b)
    UNION ALL
    SELECT CASE e.what WHEN 'confirmed' THEN 'payout' ELSE 'payout_return' END, e.id, e.at,
           CASE e.what WHEN 'confirmed' THEN -l.amount ELSE l.amount END
      FROM payout_events e JOIN payout_lines l ON l.id = e.line_id
     WHERE l.partner_id = p_partner AND e.what IN ('confirmed', 'returned', 'reopened')
       AND settlement_falls(e.at, e.txid, p_begins, s, b)
    UNION ALL
    SELECT 'paid_in', i.id, i.at, i.amount FROM partner_payments i
     WHERE i.partner_id = p_partner AND settlement_falls(i.at, i.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_by_hand FROM PUBLIC;
