-- A line of a statement's document, as statement_text() names its columns.
CREATE OR REPLACE FUNCTION statement_line_text(l statement_lines) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(l.position, l.kind, l.event_id, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.giftcard_id,
        l.version_id, l.amount, l.currency, l.rate, l.gross, l.due, l.commission_bp, l.commission, l.commission_vat, l.voucher, l.role,
        l.goods_vat, l.net)::text
$$;
REVOKE EXECUTE ON FUNCTION statement_line_text FROM PUBLIC;
