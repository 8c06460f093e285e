-- What each of some partners would be paid now in a run, and why it would not be ("" where it would): suspended while cards that it sold can be used, its contract in another currency, no
-- statement accepted, all of it in other payouts or a netting, nothing owed, owed less than its contract pays at least, no account of the run's channel, or at a bank one
-- of another kind than the programme's own (an IBAN, or not), at the provider one that is not ready or whose bank account nobody has agreed to.
CREATE OR REPLACE FUNCTION payout_payable(p_programme bigint, p_currency text, p_partners bigint[], p_now timestamptz, p_channel text)
RETURNS TABLE (partner_id bigint, statement_id bigint, account_id bigint, connected_id bigint, owed bigint, netted bigint, minimum bigint, why text)
LANGUAGE sql STABLE AS $$
    SELECT k.partner_id, o.statement_id, a.id, c.id, coalesce(o.owed, 0), coalesce(o.netted, 0), coalesce(m.minimum, 0),
           CASE WHEN p.state = 'suspended' AND (SELECT x.cards + x.orders > 0 FROM settlement_sold(p.id, (p_now AT TIME ZONE g.time_zone)::date) x) THEN 'suspended' WHEN k.currency <> p_currency THEN 'currency' WHEN o.statement_id IS NULL THEN 'unaccepted'
                WHEN m.minimum IS NULL THEN 'terms' WHEN o.owed - o.netted < 1 THEN CASE WHEN o.netted > 0 THEN 'netted' ELSE 'nothing' END WHEN o.owed - o.netted < m.minimum THEN 'minimum'
                WHEN p_channel = 'bank' AND a.id IS NULL THEN 'account' WHEN p_channel = 'bank' AND (a.iban = '') <> coalesce(w.iban = '', a.iban = '') THEN 'kind'
                WHEN p_channel = 'stripe' AND c.id IS NULL THEN 'unconnected' WHEN p_channel = 'stripe' AND NOT c.pays_out THEN 'unready'
                WHEN p_channel = 'stripe' AND c.bank_mark IS DISTINCT FROM c.agreed_mark THEN 'changed' ELSE '' END
      FROM contracts k JOIN partners p ON p.id = k.partner_id AND p.programme_id = p_programme JOIN programmes g ON g.id = p.programme_id
      LEFT JOIN LATERAL payout_owed(k.partner_id) o ON true
      LEFT JOIN LATERAL (SELECT x.id, x.iban FROM payout_accounts x WHERE p_channel = 'bank' AND x.partner_id = k.partner_id ORDER BY x.id DESC LIMIT 1) a ON true
      LEFT JOIN LATERAL (SELECT x.iban FROM payout_accounts x WHERE x.programme_id = p_programme AND x.partner_id IS NULL ORDER BY x.id DESC LIMIT 1) w ON true
      LEFT JOIN connected_accounts c ON p_channel = 'stripe' AND c.partner_id = k.partner_id
      LEFT JOIN LATERAL (SELECT (t.terms).payout_minimum AS minimum FROM contract_terms(k.id) t WHERE p_now >= t.starts AND p_now < t.ends) m ON true
     WHERE k.partner_id = ANY (p_partners)
$$;
REVOKE EXECUTE ON FUNCTION payout_payable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_payable TO vitrina_app;
