-- Gives a device what a terminal takes along, under these terms and until `p_until`: its `holder`. While another device holds it nothing is
-- given, and `elsewhere` says since when. The same device only goes on.
CREATE OR REPLACE FUNCTION offline_hold(
    p_terminal bigint, p_terms bigint, p_holder bytea, p_user bigint, p_key text, p_until timestamptz, p_now timestamptz,
    OUT holder bigint, OUT elsewhere timestamptz)
LANGUAGE plpgsql AS $$
DECLARE v_held offline_holders;
BEGIN
    PERFORM FROM terminals WHERE id = p_terminal FOR NO KEY UPDATE;
    SELECT * INTO v_held FROM offline_holders h WHERE h.terminal_id = p_terminal AND h.ended_at IS NULL;
    IF v_held.until > p_now AND v_held.holder <> p_holder THEN
        elsewhere := v_held.since; RETURN;
    END IF;
    IF v_held.until > p_now AND v_held.terms_id = p_terms THEN
        UPDATE offline_holders h SET until = greatest(h.until, p_until) WHERE h.id = v_held.id;
        holder := v_held.id; RETURN;
    END IF;
    UPDATE offline_holders h SET ended_at = greatest(h.since, least(h.until, p_now)),
           ended_how = CASE WHEN h.until > p_now THEN 'renewed' ELSE 'lapsed' END WHERE h.id = v_held.id;
    INSERT INTO offline_holders (terminal_id, terms_id, holder, user_id, key_prefix, since, until)
    VALUES (p_terminal, p_terms, p_holder, p_user, p_key, p_now, p_until) RETURNING id INTO holder;
END $$;
REVOKE EXECUTE ON FUNCTION offline_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION offline_hold TO vitrina_app;
