-- Adds one record to the audit: what was done to which thing, when and why, with the facts before and after. Who did it and in which
-- request stands in the transaction (see marketplace.core.db.transaction), so nobody can name another.
CREATE OR REPLACE FUNCTION audit_record(
    p_action text, p_subject text, p_at timestamptz, p_why text DEFAULT '', p_before jsonb DEFAULT NULL, p_after jsonb DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_actor text := acting();
BEGIN
    INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, why, before, after, request_id)
    VALUES (p_at, split_part(v_actor, ':', 1), nullif(split_part(v_actor, ':', 2), '')::bigint, p_action, p_subject, left(p_why, 1000),
            p_before, p_after, coalesce(current_setting('vitrina.request', true), ''));
END $$;
REVOKE EXECUTE ON FUNCTION audit_record FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_record TO vitrina_app;
