-- Drafts a netting of positions [{"partner", "standing", "cleared"}] and of what programmes pay each other then [{"payer", "receiver", "amount"}]. The
-- same ref gives the same one; none where there are no positions. Nothing is taken on trust: each position must stand open as it is said, of each
-- company what is set off comes to zero, and each programme pays as much as it owes less. Refused as 'netting_moved' and 'netting_sums'.
CREATE OR REPLACE FUNCTION netting_draft(
    p_programme bigint, p_ref text, p_currency text, p_positions jsonb, p_transfers jsonb, p_by bigint, p_now timestamptz, OUT netting bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Payouts and nettings that are drafted at once wait for each other here.
    PERFORM FROM contracts k WHERE k.partner_id IN (SELECT (x ->> 'partner')::bigint FROM jsonb_array_elements(p_positions) x) ORDER BY k.id FOR UPDATE;
    SELECT id INTO netting FROM nettings WHERE ref = p_ref AND programme_id = p_programme;
    IF FOUND OR jsonb_array_length(p_positions) = 0 THEN RETURN; END IF;
    INSERT INTO nettings (programme_id, ref, currency, drafted_by, drafted_at) VALUES (p_programme, p_ref, p_currency, p_by, p_now) RETURNING id INTO netting;
    INSERT INTO netting_positions (netting_id, programme_id, partner_id, inn, statement_id, standing, cleared)
    SELECT netting, p.programme_id, p.id, p.inn, o.statement_id, x.standing, x.cleared
      FROM jsonb_to_recordset(p_positions) x(partner bigint, standing bigint, cleared bigint)
      JOIN partners p ON p.id = x.partner AND p.inn <> '' AND p.state <> 'suspended' JOIN contracts k ON k.partner_id = p.id AND k.currency = p_currency
     CROSS JOIN LATERAL payout_owed(p.id) o
     WHERE o.standing = x.standing ORDER BY p.id;
    IF (SELECT count(*) FROM netting_positions n WHERE n.netting_id = netting) <> jsonb_array_length(p_positions) THEN
        RAISE EXCEPTION 'a position has changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_moved';
    END IF;
    INSERT INTO netting_transfers (netting_id, payer_id, receiver_id, amount)
    SELECT netting, x.payer, x.receiver, x.amount FROM jsonb_to_recordset(p_transfers) x(payer bigint, receiver bigint, amount bigint);
    IF NOT netting_balances(netting) THEN
        RAISE EXCEPTION 'the sums of a netting do not come to zero' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_sums';
    END IF;
    PERFORM audit_record('settlements.draft_netting', 'netting:' || netting, p_now, p_before => '{}'::jsonb,
        p_after => (SELECT jsonb_build_object('positions', count(*), 'amount', sum(n.cleared) FILTER (WHERE n.cleared > 0))
                      FROM netting_positions n WHERE n.netting_id = netting));
END $$;
REVOKE EXECUTE ON FUNCTION netting_draft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION netting_draft TO vitrina_app;
