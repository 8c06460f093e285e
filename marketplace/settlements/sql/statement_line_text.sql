-- A line of a statement's document, as statement_text() names its columns: JSON. All its words are our own and need no quoting. The event and the card
-- have names under the contract's salt, and the version has its number within the contract: the numbers of rows would tell a partner how much
-- happens with others.
CREATE OR REPLACE FUNCTION statement_line_text(l statement_lines, p_version integer, p_salt uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '[' || concat_ws(', ', l.position, '"' || l.kind || '"', '"' || statement_name(p_salt, l.kind, l.event_id) || '"',
        '"' || to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', coalesce('"' || statement_name(p_salt, 'card', l.giftcard_id) || '"', 'null'),
        p_version, l.amount, '"' || l.currency || '"', coalesce(l.rate::text, 'null'), coalesce('"' || to_char(l.rate_day, 'YYYY-MM-DD') || '"', 'null'),
        l.gross, l.due, l.commission_bp, l.commission, l.commission_vat,
        '"' || l.voucher || '"', '"' || l.role || '"', l.goods_vat, l.net) || ']'
$$;
REVOKE EXECUTE ON FUNCTION statement_line_text FROM PUBLIC;
