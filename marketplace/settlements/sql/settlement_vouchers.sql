-- As what kind of voucher the cards of each partner of the programme were sold, by kind of offer, or by a single offer ("offer:17"), and moment of the sale, as far as contracts say it: the
-- issuer's version in force then decides, at whichever till a card is used. Versions whose signatures the statement's drawing has seen alone.
CREATE OR REPLACE FUNCTION settlement_vouchers(s statements)
RETURNS TABLE (partner_id bigint, offer_kind text, starts timestamptz, ends timestamptz, voucher text) LANGUAGE sql STABLE AS $$
    SELECT v.partner_id, k.kind, v.starts, v.ends, v.vat_kinds -> k.kind ->> 'voucher'
      FROM (SELECT c.partner_id, n.vat_kinds,
                   CASE WHEN row_number() OVER by_number = 1 THEN '-infinity' ELSE n.valid_from::timestamp AT TIME ZONE c.time_zone END AS starts,
                   coalesce(lead(n.valid_from) OVER by_number::timestamp AT TIME ZONE c.time_zone, 'infinity') AS ends
              FROM partners own JOIN partners p ON p.programme_id = own.programme_id JOIN contracts c ON c.partner_id = p.id
              JOIN contract_versions n ON n.contract_id = c.id
             WHERE own.id = s.partner_id
               AND (SELECT count(*) FROM contract_signatures g WHERE g.version_id = n.id AND settlement_seen(g.txid, s)) = 2
            WINDOW by_number AS (PARTITION BY c.id ORDER BY n.number)) v
     CROSS JOIN LATERAL jsonb_object_keys(v.vat_kinds) k(kind)
$$;
REVOKE EXECUTE ON FUNCTION settlement_vouchers FROM PUBLIC;
