-- Why somebody cannot say this to a version of a proposal now: the code of the refusal, as in marketplace.approvals.errors; '' if he can.
-- Whether his roles allow it is asked of identity, not here.
CREATE OR REPLACE FUNCTION proposal_refusal(p_proposal bigint, p_digest bytea, p_outcome text, p_user bigint, p_at timestamptz)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE v_now record;
BEGIN
    SELECT * INTO v_now FROM proposals_at(p_at) p WHERE p.id = p_proposal;
    RETURN CASE
        WHEN NOT FOUND THEN 'proposal_not_found'
        WHEN v_now.state IN ('applied', 'refused', 'withdrawn') THEN 'proposal_closed'
        WHEN v_now.state = 'expired' THEN 'proposal_expired'
        WHEN p_digest <> v_now.digest THEN 'proposal_changed'
        WHEN p_outcome = 'withdrawn' THEN CASE WHEN p_user = v_now.proposed_by THEN '' ELSE 'proposal_of_another' END
        WHEN p_user = ANY (v_now.authors) THEN 'proposal_own'
        WHEN v_now.state = 'changes_requested' THEN 'proposal_changes_awaited'
        WHEN EXISTS (SELECT FROM proposal_decisions d
                      WHERE d.proposal_id = p_proposal AND d.digest = p_digest AND d.decided_by = p_user) THEN 'proposal_decided'
        ELSE '' END;
END $$;
REVOKE EXECUTE ON FUNCTION proposal_refusal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposal_refusal TO vitrina_app;
