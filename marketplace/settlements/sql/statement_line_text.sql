-- A line of a statement's document, as statement_text() names its columns: JSON. All its words are our own and need no quoting.
CREATE OR REPLACE FUNCTION statement_line_text(l statement_lines) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '[' || concat_ws(', ', l.position, '"' || l.kind || '"', l.event_id,
        '"' || to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', coalesce(l.giftcard_id::text, 'null'), l.version_id, l.amount,
        '"' || l.currency || '"', coalesce(l.rate::text, 'null'), coalesce('"' || to_char(l.rate_day, 'YYYY-MM-DD') || '"', 'null'), l.gross, l.due, l.commission_bp, l.commission, l.commission_vat,
        '"' || l.voucher || '"', '"' || l.role || '"', l.goods_vat, l.net) || ']'
$$;
REVOKE EXECUTE ON FUNCTION statement_line_text FROM PUBLIC;
