-- Tells a partner's server that something happened, if it wants to hear of such things: one event for the same `p_ref`, once. Called
-- in the transaction of what happened, so it is told if and only if it did. `p_facts` hold nothing secret, and nothing of a person.
CREATE OR REPLACE FUNCTION webhook_tell(p_partner bigint, p_kind text, p_ref text, p_at timestamptz, p_facts jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_endpoint record;
    v_event bigint;
    v_delivery bigint;
BEGIN
    SELECT id, off_at INTO v_endpoint FROM webhook_endpoints
     WHERE partner_id = p_partner AND removed_at IS NULL AND (p_kind = ANY (kinds) OR p_kind = 'webhook.test');
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO webhook_events (partner_id, kind, ref, message, at, facts)
    VALUES (p_partner, p_kind, p_ref, 'msg_' || replace(gen_random_uuid()::text, '-', ''), p_at, p_facts)
    ON CONFLICT (partner_id, kind, ref) DO NOTHING RETURNING id INTO v_event;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO webhook_deliveries (endpoint_id, event_id, state, begun_at, next_at, said)
    VALUES (v_endpoint.id, v_event, CASE WHEN v_endpoint.off_at IS NULL THEN 'waiting' ELSE 'dropped' END, p_at,
            CASE WHEN v_endpoint.off_at IS NULL THEN p_at END, CASE WHEN v_endpoint.off_at IS NULL THEN '' ELSE 'off' END)
    RETURNING id INTO v_delivery;
    IF v_endpoint.off_at IS NULL THEN
        PERFORM promise('webhooks.deliver', v_delivery || ':1', p_at);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION webhook_tell FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_tell TO vitrina_app;
