-- The lots as which each of these goes on where its account does, itself among them: bought points go on each lot as one of its own, others
-- together with what lasts as long.
CREATE OR REPLACE FUNCTION ledger_lot_heirs(p_lots bigint[]) RETURNS TABLE (lot bigint, heir bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT l.id AS lot, l.id AS heir, l.account_id, l.expires_on FROM lots l WHERE l.id = ANY (p_lots)
        UNION
        SELECT o.lot, n.id, n.account_id, n.expires_on FROM line o
          JOIN balances b ON b.account_id = o.account_id AND b.passes_to IS NOT NULL
          JOIN entries e ON e.account_id = o.account_id AND o.heir = ANY (e.lot_ids) AND e.amount < 0
          JOIN transfers t ON t.id = e.transfer_id AND t.kind = 'merge'
          JOIN lots n ON n.transfer_id = t.id AND n.expires_on IS NOT DISTINCT FROM o.expires_on)
    SELECT lot, heir FROM line
$$;
REVOKE EXECUTE ON FUNCTION ledger_lot_heirs FROM PUBLIC;
