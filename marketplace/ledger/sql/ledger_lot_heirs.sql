-- The lots as which these go on where their accounts do, themselves among them. Only lots of bought points go on each as one.
CREATE OR REPLACE FUNCTION ledger_lot_heirs(p_lots bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT l.id, l.account_id FROM lots l WHERE l.id = ANY (p_lots)
        UNION
        SELECT n.id, n.account_id FROM line o
          JOIN balances b ON b.account_id = o.account_id AND b.passes_to IS NOT NULL
          JOIN entries e ON e.account_id = o.account_id AND e.lot_ids = ARRAY[o.id] AND e.amount < 0
          JOIN transfers t ON t.id = e.transfer_id AND t.kind = 'merge'
          JOIN lots n ON n.transfer_id = t.id AND n.origin = 'bought')
    SELECT array_agg(id) FROM line
$$;
REVOKE EXECUTE ON FUNCTION ledger_lot_heirs FROM PUBLIC;
