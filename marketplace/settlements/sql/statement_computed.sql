-- The lines of a statement, worked out from what happened: the same whenever it is asked. Each is rounded by itself, a half to the even
-- neighbour. Which step of a version's commission holds follows from the sums of the whole statement, whichever version they go by; what is taken back gives back the commission
-- that was taken: its fixed sum in the share of the sale that is taken back, rounded down, so that no number of parts gives back more. What was sold
-- before the contract began was not paid when it was sold. Which tax falls due follows from how a card was sold, the programme's role from the version in force. Steps of the work are
-- kept (MATERIALIZED), or the planner would work each share out again wherever it is used.
CREATE OR REPLACE FUNCTION statement_computed(s statements) RETURNS SETOF statement_lines LANGUAGE sql STABLE AS $$
    WITH c AS (SELECT k.*, k.begins_on::timestamp AT TIME ZONE k.time_zone AS begins FROM contracts k WHERE k.id = s.contract_id),
    earlier AS (SELECT (SELECT p FROM statements p WHERE p.id = s.previous_id) AS b),
    terms AS MATERIALIZED (
        SELECT t.version_id, t.starts, t.ends, (t.terms).owed_on, (t.terms).breakage_bp, (t.terms).rate_source, (t.terms).vat_bp, (t.terms).vat_kinds, (t.terms).point_prices,
               (t.terms).commission_bp, (t.terms).commission_fixed, (t.terms).commission_steps, (t.terms).commission_by = 'partner' AS borne
          FROM contract_terms(s.contract_id) t),
    tax AS MATERIALIZED (
        SELECT t.version_id, k.kind AS offer_kind, t.vat_kinds -> k.kind ->> 'voucher' AS voucher, t.vat_kinds -> k.kind ->> 'role' AS role,
               (t.vat_kinds -> k.kind ->> 'bp')::integer AS goods_bp
          FROM terms t CROSS JOIN LATERAL jsonb_object_keys(t.vat_kinds) k(kind)),
    sold_as AS MATERIALIZED (SELECT * FROM settlement_vouchers(s)),
    facts AS (
        SELECT f.kind, f.event_id, f.at, f.giftcard_id, f.priced_at, f.amount, f.counts, f.origin, f.origin_id, g.currency, g.offer_kind, 'offer:' || g.offer_id AS offer, d.partner_id AS issuer,
               sold.sold_at, sold.sales, sold.worth,
               f.kind NOT IN ('breakage', 'late_breakage', 'breakage_back', 'breakage_again', 'promotion', 'promotion_cancelled', 'promotion_refunded') AS charged
          FROM c, earlier, LATERAL (
                   SELECT * FROM settlement_at_tills(s.partner_id, c.begins, s, earlier.b)
                   UNION ALL
                   SELECT * FROM settlement_of_cards(s.partner_id, c.begins, s, earlier.b)
                   UNION ALL
                   SELECT * FROM settlement_promotions(s.partner_id, c.begins, s, earlier.b)) f
          JOIN giftcards g ON g.id = f.giftcard_id JOIN brands d ON d.id = g.brand_id
         CROSS JOIN LATERAL (
               SELECT g.issued_at AS sold_at, 1::bigint AS sales, g.value AS worth WHERE g.succession_id IS NULL
               UNION ALL
               SELECT min(x.at), count(*), sum(x.value)::bigint FROM settlement_origins(g.id) x WHERE g.succession_id IS NOT NULL HAVING count(*) > 0) sold
        UNION ALL
        SELECT h.kind, h.event_id, h.at, NULL, h.at, h.amount, true, NULL, NULL, s.currency, NULL, NULL, NULL, h.at, NULL, NULL, false
          FROM c, earlier, LATERAL (
                   SELECT * FROM settlement_by_hand(s.partner_id, c.begins, s, earlier.b)
                   UNION ALL
                   SELECT * FROM settlement_nettings(s.partner_id, c.begins, s, earlier.b)) h),
    valued AS MATERIALIZED (
        SELECT f.kind, f.event_id, f.at, f.giftcard_id, f.amount, f.counts, f.origin, f.origin_id, f.currency, f.offer_kind, f.offer, f.issuer, f.sold_at, f.charged, f.sales, f.worth,
               t.version_id, t.breakage_bp, coalesce(then_in_force.owed_on, t.owed_on) = 'sale' AND f.sold_at >= c.begins AS at_sale, r.rate, r.day AS rate_day,
               l.commission_bp AS origin_bp, nullif(l.voucher, '') AS origin_voucher, nullif(l.role, '') AS origin_role,
               CASE WHEN r.rate IS NULL THEN f.amount ELSE settlement_share(f.amount, r.rate, 1000000000) END AS gross
          FROM c, facts f JOIN terms t ON f.priced_at >= t.starts AND f.priced_at < t.ends
          LEFT JOIN terms then_in_force ON f.sold_at >= then_in_force.starts AND f.sold_at < then_in_force.ends
          LEFT JOIN statement_lines l ON l.partner_id = s.partner_id AND l.kind = f.origin AND l.event_id = f.origin_id AND l.statement_id < s.id
         -- OFFSET 0: asked once. What is taken back goes by the rate of what it takes back, though a nearer one has become known since.
         CROSS JOIN LATERAL (SELECT CASE WHEN f.currency <> s.currency AND l.rate IS NULL THEN
                                    settlement_rate((SELECT p.programme_id FROM partners p WHERE p.id = s.partner_id), t.rate_source, f.currency, s.currency, (f.priced_at AT TIME ZONE c.time_zone)::date, s) END AS found OFFSET 0) asked
         CROSS JOIN LATERAL (SELECT CASE WHEN f.currency <> s.currency THEN coalesce(l.rate, (asked.found).rate) END AS rate,
                                    CASE WHEN f.currency <> s.currency THEN coalesce(l.rate_day, (asked.found).day) END AS day) r),
    owed AS MATERIALIZED (
        SELECT v.*, CASE
                   WHEN v.kind IN ('redemption', 'reversal') THEN CASE WHEN v.counts OR NOT v.at_sale THEN v.gross ELSE 0 END
                   WHEN v.kind IN ('breakage', 'late_breakage', 'breakage_back', 'breakage_again') THEN
                        settlement_share(v.gross, v.breakage_bp, 10000) - CASE WHEN v.at_sale THEN v.gross ELSE 0 END
                   WHEN v.charged THEN CASE WHEN v.at_sale THEN v.gross ELSE 0 END
                   ELSE v.gross END AS due
          FROM valued v),
    shares AS MATERIALIZED (
        SELECT t.version_id, coalesce((
                   SELECT (step ->> 'bp')::integer FROM jsonb_array_elements(t.commission_steps) step
                    WHERE (step ->> 'from')::bigint <= (SELECT coalesce(sum(o.due), 0) FROM owed o WHERE o.charged)
                    ORDER BY (step ->> 'from')::bigint DESC LIMIT 1), t.commission_bp) AS bp
          FROM terms t),
    commissioned AS MATERIALIZED (
        SELECT o.*, t.vat_bp, b.bp, CASE WHEN o.charged AND o.due <> 0 AND t.borne
                                         THEN settlement_share(o.due, b.bp, 10000) + sign(o.due)::bigint * CASE
                    WHEN o.kind IN ('cancellation', 'exchanged_out', 'withheld', 'withheld_back', 'elsewhere', 'elsewhere_back')
                    THEN div(t.commission_fixed::numeric * o.sales * least(abs(o.amount), o.worth), o.worth)::bigint
                    ELSE t.commission_fixed END ELSE 0 END AS commission
          FROM owed o JOIN terms t USING (version_id) JOIN shares h USING (version_id)
         CROSS JOIN LATERAL (SELECT CASE WHEN o.charged AND t.borne THEN coalesce(o.origin_bp, h.bp) ELSE 0 END AS bp) b),
    -- What is taken back is taxed as what it takes back was; the tax in the price at the rate of the offer, of its kind, or of the contract, that on the
    -- commission at the contract's; an offer of which a contract says so otherwise than other offers of its kind.
    taxed AS MATERIALIZED (
        SELECT o.*, k.voucher, k.role, CASE k.role WHEN 'agent' THEN settlement_share(o.commission, o.vat_bp, 10000) ELSE 0 END AS commission_vat,
               CASE WHEN k.voucher = CASE WHEN o.kind IN ('redemption', 'reversal') THEN 'multi'
                                          WHEN o.kind IN ('sale', 'cancellation', 'exchanged_in', 'exchanged_out', 'withheld', 'withheld_back') THEN 'single' END
                    THEN settlement_share(o.gross, k.goods_bp, 10000 + k.goods_bp) ELSE 0 END AS goods_vat
          FROM commissioned o LEFT JOIN tax x ON x.version_id = o.version_id AND x.offer_kind = o.offer_kind
          LEFT JOIN tax y ON y.version_id = o.version_id AND y.offer_kind = o.offer
          LEFT JOIN sold_as a ON a.partner_id = o.issuer AND a.offer_kind = o.offer_kind AND o.sold_at >= a.starts AND o.sold_at < a.ends
          LEFT JOIN sold_as b ON b.partner_id = o.issuer AND b.offer_kind = o.offer AND o.sold_at >= b.starts AND o.sold_at < b.ends
         CROSS JOIN LATERAL (SELECT coalesce(o.origin_voucher, b.voucher, a.voucher, y.voucher, x.voucher) AS voucher, coalesce(o.origin_role, y.role, x.role) AS role,
                                    coalesce(y.goods_bp, x.goods_bp, o.vat_bp) AS goods_bp) k),
    -- Points by who had paid for them, each at the price in force when the card was sold; what comes back in parts adds up to what was
    -- spent. For information: nothing of it is owed by or to the partner.
    funded AS (
        SELECT f.kind, f.event_id, f.at, f.giftcard_id, t.version_id, f.points AS amount, f.before, (t.point_prices ->> f.funder)::bigint AS price, p.decimals
          FROM c, earlier, partners own JOIN programmes p ON p.id = own.programme_id
         CROSS JOIN LATERAL settlement_points(s.partner_id, c.begins, s, earlier.b) f
          JOIN terms t ON f.priced_at >= t.starts AND f.priced_at < t.ends
         WHERE own.id = s.partner_id AND EXISTS (SELECT FROM terms WHERE point_prices <> '{}') AND t.point_prices ? f.funder),
    every AS (
        SELECT t.kind, t.event_id, t.at, t.giftcard_id, t.version_id, t.amount, t.currency, t.rate, t.rate_day, t.gross, t.due, t.bp, t.commission, t.commission_vat,
               coalesce(t.voucher, '') AS voucher, coalesce(t.role, '') AS role, t.goods_vat
          FROM taxed t
        UNION ALL
        SELECT f.kind, f.event_id, f.at, f.giftcard_id, f.version_id, f.amount, 'points', f.price, NULL,
               settlement_share(f.before + f.amount, f.price, d.whole) - settlement_share(f.before, f.price, d.whole), 0, 0, 0, 0, '', '', 0
          FROM funded f CROSS JOIN LATERAL (SELECT 1000000 * (10 ^ f.decimals)::bigint AS whole) d)
    SELECT s.id, (row_number() OVER (ORDER BY t.at, t.kind, t.event_id))::integer, s.partner_id, t.kind, t.event_id, t.at, t.giftcard_id,
           t.version_id, t.amount, t.currency, t.rate, t.rate_day, t.gross, t.due, t.bp, t.commission, t.commission_vat, t.voucher,
           t.role, t.goods_vat, t.due - t.commission - t.commission_vat
      FROM every t
$$;
REVOKE EXECUTE ON FUNCTION statement_computed FROM PUBLIC;
