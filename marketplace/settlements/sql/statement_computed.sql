-- The lines of a statement, worked out from what happened: the same whenever it is asked. Each is rounded by itself, a half to the even
-- neighbour. Which step of the commission holds follows from the sums of the whole statement; what is taken back gives back the commission
-- that was taken.
CREATE OR REPLACE FUNCTION statement_computed(s statements) RETURNS SETOF statement_lines LANGUAGE sql STABLE AS $$
    WITH c AS (SELECT k.*, k.begins_on::timestamp AT TIME ZONE k.time_zone AS begins FROM contracts k WHERE k.id = s.contract_id),
    earlier AS (SELECT (SELECT p FROM statements p WHERE p.id = s.previous_id) AS b),
    terms AS MATERIALIZED (SELECT * FROM contract_terms(s.contract_id)),
    facts AS (
        SELECT f.kind, f.event_id, f.at, f.giftcard_id, f.priced_at, f.amount, f.counts, f.origin, f.origin_id, g.currency, o.kind AS offer_kind,
               CASE WHEN g.succession_id IS NULL THEN g.issued_at ELSE settlement_sold_at(g.id) END AS sold_at
          FROM c, earlier, LATERAL (
                   SELECT * FROM settlement_at_tills(s.partner_id, c.begins, s, earlier.b)
                   UNION ALL
                   SELECT * FROM settlement_of_cards(s.partner_id, c.begins, s, earlier.b)) f
          JOIN giftcards g ON g.id = f.giftcard_id JOIN offers o ON o.id = g.offer_id
        UNION ALL
        SELECT h.kind, h.event_id, h.at, NULL, h.at, h.amount, true, NULL, NULL, s.currency, NULL, h.at
          FROM c, earlier, LATERAL settlement_by_hand(s.partner_id, c.begins, s, earlier.b) h),
    valued AS (
        SELECT f.*, t.version_id, t.terms, coalesce((sold.terms).owed_on, (t.terms).owed_on) AS owed_on, r.rate,
               CASE WHEN r.rate IS NULL THEN f.amount ELSE settlement_share(f.amount, r.rate, 1000000000) END AS gross
          FROM c, facts f JOIN terms t ON f.priced_at >= t.starts AND f.priced_at < t.ends
          LEFT JOIN terms sold ON f.sold_at >= sold.starts AND f.sold_at < sold.ends
         CROSS JOIN LATERAL (SELECT CASE WHEN f.currency = s.currency THEN NULL ELSE
                                    settlement_rate((t.terms).rate_source, f.currency, s.currency, (f.priced_at AT TIME ZONE c.time_zone)::date) END AS rate) r),
    owed AS (
        SELECT v.*, CASE
                   WHEN v.kind IN ('sale', 'cancellation', 'exchanged_in', 'exchanged_out') THEN CASE v.owed_on WHEN 'sale' THEN v.gross ELSE 0 END
                   WHEN v.kind IN ('redemption', 'reversal') THEN CASE WHEN v.counts OR v.owed_on = 'redemption' THEN v.gross ELSE 0 END
                   WHEN v.kind IN ('elsewhere', 'elsewhere_back') THEN CASE v.owed_on WHEN 'sale' THEN v.gross ELSE 0 END
                   WHEN v.kind IN ('breakage', 'late_breakage') THEN
                        settlement_share(v.gross, (v.terms).breakage_bp, 10000) - CASE v.owed_on WHEN 'sale' THEN v.gross ELSE 0 END
                   ELSE v.gross END AS due,
               v.giftcard_id IS NOT NULL AND v.kind NOT IN ('breakage', 'late_breakage') AS charged,
               (v.terms).vat_kinds -> v.offer_kind ->> 'voucher' AS voucher, (v.terms).vat_kinds -> v.offer_kind ->> 'role' AS role
          FROM valued v),
    stepped AS (
        SELECT o.*, CASE WHEN NOT o.charged OR (o.terms).commission_by <> 'partner' THEN 0 ELSE
                    coalesce(b.commission_bp, (
                        SELECT (step ->> 'bp')::integer FROM jsonb_array_elements((o.terms).commission_steps) step
                         WHERE (step ->> 'from')::bigint <= o.volume ORDER BY (step ->> 'from')::bigint DESC LIMIT 1), (o.terms).commission_bp) END AS bp
          FROM (SELECT w.*, sum(w.due) FILTER (WHERE w.charged) OVER (PARTITION BY w.version_id) AS volume FROM owed w) o
          LEFT JOIN statement_lines b ON b.partner_id = s.partner_id AND b.kind = o.origin AND b.event_id = o.origin_id AND b.statement_id < s.id),
    charged AS (
        SELECT t.*, CASE WHEN t.charged AND t.due <> 0 AND (t.terms).commission_by = 'partner'
                         THEN settlement_share(t.due, t.bp, 10000) + sign(t.due)::bigint * (t.terms).commission_fixed ELSE 0 END AS commission
          FROM stepped t),
    taxed AS (
        SELECT t.*, CASE t.role WHEN 'agent' THEN settlement_share(t.commission, (t.terms).vat_bp, 10000) ELSE 0 END AS commission_vat,
               CASE WHEN (t.voucher = 'single' AND t.kind IN ('sale', 'cancellation', 'exchanged_in', 'exchanged_out'))
                      OR (t.voucher = 'multi' AND t.kind IN ('redemption', 'reversal'))
                    THEN settlement_share(t.gross, (t.terms).vat_bp, 10000 + (t.terms).vat_bp) ELSE 0 END AS goods_vat
          FROM charged t)
    SELECT s.id, (row_number() OVER (ORDER BY t.at, t.kind, t.event_id))::integer, s.partner_id, t.kind, t.event_id, t.at, t.giftcard_id,
           t.version_id, t.amount, t.currency, t.rate, t.gross, t.due, t.bp, t.commission, t.commission_vat, coalesce(t.voucher, ''),
           coalesce(t.role, ''), t.goods_vat, t.due - t.commission - t.commission_vat
      FROM taxed t
$$;
REVOKE EXECUTE ON FUNCTION statement_computed FROM PUBLIC;
