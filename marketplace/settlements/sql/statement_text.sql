-- A statement's document: JSON whose SHA-256 is the statement's fingerprint. All in it is a whole number, a word or name of ours or a
-- moment in UTC, and no number of a row. `p_lines`: its lines, in their order. Each document holds the fingerprint of the one before.
CREATE OR REPLACE FUNCTION statement_text(s statements, p_lines text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '{"statement": ' || jsonb_build_object(
               'number', s.number, 'contract', c.number, 'from', s.from_day, 'to', s.to_day, 'time_zone', c.time_zone,
               'currency', s.currency, 'opening', s.opening, 'closing', s.closing, 'lines', s.line_count,
               'previous', (SELECT encode(p.digest, 'hex') FROM statements p WHERE p.id = s.previous_id))::text
        || E',\n"columns": ["position", "kind", "event", "at", "card", "version", "amount", "currency", "rate", "rate_day", "gross", "due", "commission_bp", '
        || E'"commission", "commission_vat", "voucher", "role", "goods_vat", "net"],\n"lines": [\n' || coalesce(p_lines, '') || E'\n]}\n'
      FROM contracts c WHERE c.id = s.contract_id
$$;
REVOKE EXECUTE ON FUNCTION statement_text FROM PUBLIC;
