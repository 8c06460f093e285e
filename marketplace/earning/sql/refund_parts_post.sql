-- Posts what refunds that were stored before give back otherwise, now that more is known of their card: the late parts between two ids that this
-- very transaction has written, netted for each member. What is taken goes as `ledger_claw_back` says, first of what its own purchases brought;
-- what was taken and should not have been comes back as points until `p_expires`. Each part is posted once, and only while the parts of a purchase
-- agree with it.
CREATE OR REPLACE FUNCTION refund_parts_post(
    p_programme bigint, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamptz, p_today date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_pot bigint := ledger_open(p_programme, 'programme', NULL, 'points');
    v_accounts bigint[];
    v_amounts bigint[];
    v_expires date[];
    v_memos jsonb[];
    v_sign integer;
BEGIN
    IF EXISTS (SELECT FROM transfers t WHERE t.txid = pg_current_xact_id() AND t.programme_id = p_programme
                  AND substring(t.ref FROM '^refund-parts:[0-9]+-([0-9]+):')::bigint >= p_first)
       OR EXISTS (SELECT FROM refund_parts WHERE id BETWEEN p_first AND p_last AND txid <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'these parts of refunds are not to be posted' USING ERRCODE = 'check_violation', CONSTRAINT = 'earning_once';
    END IF;
    IF (SELECT coalesce(sum(i.parts), 0) FROM operation_intakes i WHERE i.txid = pg_current_xact_id())
       < (SELECT count(*) FROM refund_parts p WHERE p.txid = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'nobody noted what these parts came with' USING ERRCODE = 'check_violation', CONSTRAINT = 'earning_intake';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT purchase_id FROM refund_parts WHERE id BETWEEN p_first AND p_last) touched
                 JOIN card_operations o ON o.id = touched.purchase_id CROSS JOIN LATERAL (
                     SELECT sum(p.amount) AS amount, sum(p.points) AS points FROM refund_parts p WHERE p.purchase_id = o.id) given
                WHERE o.programme_id <> p_programme OR given.amount < 0 OR given.amount > o.amount
                   OR given.points <> div(o.points * given.amount, o.amount)) THEN
        RAISE EXCEPTION 'refunds do not agree with their purchase' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_totals';
    END IF;
    PERFORM ledger_open_all(p_programme, 'member', ARRAY(
        SELECT DISTINCT o.member_id FROM refund_parts p JOIN card_operations o ON o.id = p.purchase_id
         WHERE p.id BETWEEN p_first AND p_last AND p.late), 'points');
    FOREACH v_sign IN ARRAY ARRAY[-1, 1] LOOP
        SELECT array_agg(account), array_agg(points), array_agg(p_expires), array_agg(memo) INTO v_accounts, v_amounts, v_expires, v_memos
          FROM (SELECT a.id AS account, v_sign * net.points AS points, p_memo || jsonb_build_object(
                           'operation', r.id, 'amount', r.amount, 'currency', r.currency) AS memo
                  FROM (SELECT o.member_id, sum(p.points)::bigint AS points, max(p.refund_id) AS refund_id
                          FROM refund_parts p JOIN card_operations o ON o.id = p.purchase_id
                         WHERE p.id BETWEEN p_first AND p_last AND p.late GROUP BY o.member_id) net
                  JOIN card_operations r ON r.id = net.refund_id
                  JOIN accounts a ON a.programme_id = p_programme AND a.kind = 'member' AND a.owner_id = net.member_id AND a.unit = 'points'
                 WHERE v_sign * net.points > 0 ORDER BY a.id) each;
        IF v_accounts IS NULL THEN
            CONTINUE;
        ELSIF v_sign < 0 THEN
            PERFORM ledger_earn(p_programme, format('refund-parts:%s-%s:given_back', p_first, p_last), p_at, p_today, v_pot, v_accounts, v_amounts,
                                v_expires, v_memos, '{"what": "repayment"}');
        ELSE
            PERFORM ledger_claw_back(p_programme, format('refund-parts:%s-%s:taken_back', p_first, p_last), p_at, p_today, v_pot, v_accounts,
                                     v_amounts, v_memos, b.transfers, b.accounts, b.points)
               FROM (SELECT array_agg(purchase_id) AS purchases, array_agg(points) AS points
                       FROM (SELECT purchase_id, sum(points)::bigint AS points FROM refund_parts
                              WHERE id BETWEEN p_first AND p_last AND late GROUP BY purchase_id HAVING sum(points) > 0) net) taken
              CROSS JOIN LATERAL card_operations_brought(taken.purchases, taken.points) b;
        END IF;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION refund_parts_post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refund_parts_post TO vitrina_app;
