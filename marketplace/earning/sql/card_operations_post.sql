-- Posts the points of card operations that this very transaction has taken in: all of one programme and reason between two ids, in
-- one transfer. Ids only rise within a transaction, so an operation is posted once; what another transaction has left behind cannot be.
-- Earned points are a lot of each member until `p_expires`; what is taken back is as `ledger_claw_back` says,
-- first of what its own purchase brought.
CREATE OR REPLACE FUNCTION card_operations_post(
    p_programme bigint, p_reason text, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamptz, p_today date)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB' AS $$
DECLARE
    v_ref text := format('card-operations:%s-%s:%s', p_first, p_last, p_reason);
    v_pot bigint := ledger_open(p_programme, 'programme', NULL, 'points');
    v_accounts bigint[];
    v_amounts bigint[];
    v_expires date[];
    v_memos jsonb[];
    v_purchases bigint[];
    v_points bigint[];
    v_transfer bigint;
BEGIN
    IF EXISTS (SELECT FROM transfers t WHERE t.txid = pg_current_xact_id() AND t.programme_id = p_programme
                  AND substring(t.ref FROM '^card-operations:[0-9]+-([0-9]+):' || p_reason || '$')::bigint >= p_first)
       OR EXISTS (SELECT FROM card_operations WHERE id BETWEEN p_first AND p_last AND programme_id = p_programme AND reason = p_reason
                     AND txid <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'the points of these operations are not to be posted' USING ERRCODE = 'check_violation', CONSTRAINT = 'earning_once';
    END IF;
    IF NOT EXISTS (SELECT FROM operation_intakes i WHERE i.txid = pg_current_xact_id() AND i.programme_id = p_programme
                      AND i.first_id <= p_first AND p_last <= i.last_id) THEN
        RAISE EXCEPTION 'nobody noted that these operations came in' USING ERRCODE = 'check_violation', CONSTRAINT = 'earning_intake';
    END IF;
    PERFORM ledger_open_all(p_programme, 'member', ARRAY(
        SELECT DISTINCT o.member_id FROM card_operations o
         WHERE o.id BETWEEN p_first AND p_last AND o.programme_id = p_programme AND o.reason = p_reason), 'points');
    SELECT array_agg(account), array_agg(points), array_agg(p_expires), array_agg(memo) INTO v_accounts, v_amounts, v_expires, v_memos
      FROM (SELECT a.id AS account, abs(o.points) AS points, p_memo || jsonb_build_object(
                       'operation', o.id, 'amount', o.amount, 'currency', o.currency) AS memo
              FROM card_operations o JOIN accounts a
                ON a.programme_id = o.programme_id AND a.kind = 'member' AND a.owner_id = o.member_id AND a.unit = 'points'
             WHERE o.id BETWEEN p_first AND p_last AND o.programme_id = p_programme AND o.reason = p_reason
             ORDER BY a.id, o.id) each;
    CASE p_reason
        WHEN 'earned' THEN
            SELECT e.transfer_id INTO v_transfer FROM ledger_earn(p_programme, v_ref, p_at, p_today, v_pot, v_accounts, v_amounts, v_expires,
                v_memos, '{"what": "repayment"}') e;
        WHEN 'taken_back' THEN
            SELECT array_agg(p.purchase_id), array_agg(p.points) INTO v_purchases, v_points
              FROM refund_parts p JOIN card_operations o ON o.id = p.refund_id
             WHERE o.id BETWEEN p_first AND p_last AND o.programme_id = p_programme AND o.reason = p_reason AND NOT p.late AND p.points > 0;
            SELECT c.transfer_id INTO v_transfer FROM card_operations_brought(v_purchases, v_points) b CROSS JOIN LATERAL
                ledger_claw_back(p_programme, v_ref, p_at, p_today, v_pot, v_accounts, v_amounts, v_memos, b.transfers, b.accounts, b.points) c;
    END CASE;
    RETURN v_transfer;
END $$;
REVOKE EXECUTE ON FUNCTION card_operations_post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION card_operations_post TO vitrina_app;
