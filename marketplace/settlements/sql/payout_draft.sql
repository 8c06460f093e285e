-- Drafts a run of payments to some partners, each what it is owed now, net of what is on its way; who is owed less than the least that its
-- contract pays is left out, and so is who has no account of the run's channel,
-- or at a bank one of another kind than the programme's own: an IBAN, or not. The same ref gives the same run. Refused as 'payout_nothing' where nobody is owed enough.
CREATE OR REPLACE FUNCTION payout_draft(
    p_programme bigint, p_ref text, p_currency text, p_pays_on date, p_partners bigint[], p_by bigint, p_now timestamptz, p_channel text, OUT run bigint, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Two runs drafted at once wait for each other here.
    PERFORM FROM contracts WHERE partner_id = ANY (p_partners) ORDER BY id FOR UPDATE;
    SELECT id INTO run FROM payout_runs WHERE ref = p_ref AND programme_id = p_programme;
    again := FOUND;
    IF again THEN RETURN; END IF;
    INSERT INTO payout_runs (programme_id, ref, pays_on, currency, channel, drafted_by, drafted_at)
    VALUES (p_programme, p_ref, p_pays_on, p_currency, p_channel, p_by, p_now) RETURNING id INTO run;
    INSERT INTO payout_lines (run_id, partner_id, statement_id, account_id, connected_id, owed, netted, amount)
    SELECT run, k.partner_id, o.statement_id, a.account, a.connected, o.owed, o.netted, o.owed - o.netted
      FROM contracts k JOIN partners p ON p.id = k.partner_id AND p.programme_id = p_programme AND p.state <> 'suspended'
     CROSS JOIN LATERAL payout_owed(k.partner_id) o
      JOIN LATERAL (
               SELECT x.id AS account, NULL::bigint AS connected FROM (
                      SELECT y.id, y.iban FROM payout_accounts y WHERE p_channel = 'bank' AND y.partner_id = k.partner_id ORDER BY y.id DESC LIMIT 1) x
                WHERE (x.iban = '') = coalesce((SELECT w.iban = '' FROM payout_accounts w WHERE w.programme_id = p_programme AND w.partner_id IS NULL
                                                 ORDER BY w.id DESC LIMIT 1), x.iban = '')
               UNION ALL
               SELECT NULL, c.id FROM connected_accounts c WHERE p_channel = 'stripe' AND c.partner_id = k.partner_id AND c.pays_out
                                                              AND c.bank_mark = c.agreed_mark) a ON true
      JOIN LATERAL (SELECT (t.terms).payout_minimum AS least FROM contract_terms(k.id) t WHERE p_now >= t.starts AND p_now < t.ends) m ON true
     WHERE k.partner_id = ANY (p_partners) AND k.currency = p_currency AND o.owed - o.netted >= greatest(m.least, 1)
     ORDER BY k.partner_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody is owed enough' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_nothing';
    END IF;
    PERFORM audit_record('settlements.draft_payouts', 'payout_run:' || run, p_now, p_before => '{}'::jsonb,
        p_after => (SELECT jsonb_build_object('lines', count(*), 'amount', sum(amount)) FROM payout_lines WHERE run_id = run));
END $$;
REVOKE EXECUTE ON FUNCTION payout_draft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_draft TO vitrina_app;
