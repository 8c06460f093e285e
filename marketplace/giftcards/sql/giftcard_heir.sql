-- The certificate as which this one goes on today, where it goes on as one; itself, where it has not ended or has become several.
CREATE OR REPLACE FUNCTION giftcard_heir(p_card bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT id FROM giftcard_line(p_card) WITH ORDINALITY AS line(id, step) ORDER BY step DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION giftcard_heir FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_heir TO vitrina_app;
