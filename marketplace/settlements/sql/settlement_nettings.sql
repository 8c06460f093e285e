-- What of a partner was set off against what its company owes, or is owed by, other programmes: paid by as much.
CREATE OR REPLACE FUNCTION settlement_nettings(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, amount bigint) LANGUAGE sql STABLE AS $$
    SELECT 'netting', n.id, t.at, -n.cleared FROM netting_positions n JOIN netting_steps t ON t.netting_id = n.netting_id AND t.step = 'sent'
     WHERE n.partner_id = p_partner AND settlement_falls(t.at, t.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_nettings FROM PUBLIC;
