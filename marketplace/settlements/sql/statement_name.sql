-- What a thing is called in a contract's statements: 20 hexadecimal digits of a digest under the contract's salt. The same for ever, another for each
-- contract and kind of thing, and it counts nothing. Nothing where there is no such thing.
CREATE OR REPLACE FUNCTION statement_name(p_salt uuid, p_kind text, p_id bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT left(encode(sha256(convert_to(p_salt::text || ':' || p_kind || ':' || p_id, 'UTF8')), 'hex'), 20)
$$;
REVOKE EXECUTE ON FUNCTION statement_name FROM PUBLIC;
