-- For whom a correction counts: whoever acts, or whoever proposed what was approved in this very transaction, with the same amount for the
-- same member. Refused where neither is there, and where it is the member himself.
CREATE OR REPLACE FUNCTION correction_by(p_programme bigint, p_member bigint, p_kind text, p_amount bigint, p_proposal bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_by bigint;
BEGIN
    IF p_proposal IS NULL THEN
        SELECT split_part(acting(), ':', 2)::bigint INTO v_by FROM members m
         WHERE m.id = p_member AND m.programme_id = p_programme AND acting() LIKE 'user:%';
    ELSIF p_kind <> 'goodwill' THEN
        SELECT p.proposed_by INTO v_by
          FROM proposals p
          JOIN proposal_applications a ON a.proposal_id = p.id AND a.txid = pg_current_xact_id()
          JOIN proposal_versions v ON v.proposal_id = p.id AND v.digest = a.digest
          JOIN members m ON m.id = p_member AND m.programme_id = p.programme_id AND m.number = p.subject
         WHERE p.id = p_proposal AND p.programme_id = p_programme AND p.kind = 'points_correction'
           AND v.payload->>'kind' = p_kind AND (v.payload->>'amount')::bigint = p_amount;
    END IF;
    IF v_by IS NULL THEN
        RAISE EXCEPTION 'nobody who may has asked for these points' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_cause';
    END IF;
    IF EXISTS (SELECT FROM members WHERE id IN (SELECT member_line(member_now(p_member))) AND user_id = v_by) THEN
        RAISE EXCEPTION 'nobody corrects an account of his own' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_own';
    END IF;
    RETURN v_by;
END $$;
REVOKE EXECUTE ON FUNCTION correction_by FROM PUBLIC, vitrina_app;
