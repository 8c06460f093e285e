-- What refunds take back of purchases, as the ledger knows it: the transfers that brought the purchases' points, at once or when another refund was
-- found not to have been theirs; the accounts of their members; and how many points of each.
CREATE OR REPLACE FUNCTION card_operations_brought(
    p_purchases bigint[], p_points bigint[], OUT transfers bigint[], OUT accounts bigint[], OUT points bigint[])
LANGUAGE sql STABLE AS $$
    SELECT array_agg(t.id), array_agg(a.id), array_agg(u.points)
      FROM unnest(p_purchases, p_points) u(purchase, points)
      JOIN card_operations o ON o.id = u.purchase
      JOIN accounts a ON a.programme_id = o.programme_id AND a.kind = 'member' AND a.owner_id = o.member_id AND a.unit = 'points'
     CROSS JOIN LATERAL (
        SELECT t.id FROM transfers t
         WHERE t.txid = o.txid AND t.programme_id = o.programme_id AND t.kind = 'accrual'
           AND o.id BETWEEN substring(t.ref FROM '^card-operations:([0-9]+)-')::bigint AND substring(t.ref FROM '-([0-9]+):earned$')::bigint
        UNION
        SELECT t.id FROM refund_parts p JOIN transfers t ON t.txid = p.txid AND t.programme_id = o.programme_id AND t.kind = 'accrual'
         WHERE p.purchase_id = o.id AND p.late AND p.points < 0
           AND p.id BETWEEN substring(t.ref FROM '^refund-parts:([0-9]+)-')::bigint AND substring(t.ref FROM '-([0-9]+):given_back$')::bigint) t
$$;
REVOKE EXECUTE ON FUNCTION card_operations_brought FROM PUBLIC;
