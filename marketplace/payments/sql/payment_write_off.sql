-- Gives up what a member owes, in points or money, as two people have agreed in a proposal; once. Refused by name: 'write_off_agreed',
-- 'write_off_less' (so much is not owed).
CREATE OR REPLACE FUNCTION payment_write_off(p_member bigint, p_unit text, p_amount bigint, p_proposal bigint, p_why text, p_now timestamptz, p_today date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_programme bigint;
    v_debt bigint;
    v_owed bigint;
    v_memo jsonb := '{"what": "write_off"}';
BEGIN
    SELECT m.programme_id INTO STRICT v_programme FROM members m WHERE m.id = p_member;
    IF NOT EXISTS (SELECT FROM proposals p JOIN proposal_versions n ON n.proposal_id = p.id
                    WHERE p.id = p_proposal AND p.programme_id = v_programme AND p.kind = 'debt_write_off'
                      AND p.subject = p_member || ':' || p_unit AND (n.payload ->> 'amount')::bigint = p_amount) THEN
        PERFORM topup_refuse('write_off_agreed', '{}');
    END IF;
    v_debt := ledger_open(v_programme, 'debt', p_member, p_unit);
    SELECT -balance INTO v_owed FROM balances WHERE account_id = v_debt FOR NO KEY UPDATE;
    IF (p_amount >= 1 AND p_amount <= v_owed) IS NOT TRUE THEN
        PERFORM topup_refuse('write_off_less', jsonb_build_object('owed', v_owed));
    END IF;
    INSERT INTO payment_write_offs (proposal_id, member_id, unit, amount, at) VALUES (p_proposal, p_member, p_unit, p_amount, p_now);
    PERFORM ledger_post(v_programme, 'dispute', 'write-off:' || p_proposal, p_now, p_today,
        ARRAY[ledger_open(v_programme, 'programme', NULL, p_unit), v_debt], ARRAY[-p_amount, p_amount], NULL, ARRAY[v_memo, v_memo]);
    PERFORM audit_record('payments.write_off', 'member:' || p_member, p_now, p_why,
        jsonb_build_object(CASE p_unit WHEN 'points' THEN 'owed_points' ELSE 'owed' END, v_owed),
        jsonb_build_object(CASE p_unit WHEN 'points' THEN 'owed_points' ELSE 'owed' END, v_owed - p_amount, 'currency', p_unit));
END $$;
REVOKE EXECUTE ON FUNCTION payment_write_off FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_write_off TO vitrina_app;
