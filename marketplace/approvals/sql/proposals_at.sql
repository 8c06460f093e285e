-- Every proposal in its newest version, and what has become of it by a moment. Approvals count for the version they were given to:
-- an edit voids them. A proposal expires by the time alone; no job has to notice.
CREATE OR REPLACE FUNCTION proposals_at(p_at timestamptz)
RETURNS TABLE (
    id bigint, ref text, programme_id bigint, kind text, subject text, why text, proposed_by bigint, proposed_at timestamptz,
    number integer, digest bytea, payload jsonb, base text, before jsonb, approvals_needed smallint, edited_by bigint,
    edited_at timestamptz, expires_at timestamptz, authors bigint[], approvals bigint, voided bigint, state text, ended_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT p.id, p.ref, p.programme_id, p.kind, p.subject, p.why, p.proposed_by, p.proposed_at,
           v.number, v.digest, v.payload, v.base, v.before, v.approvals_needed, v.edited_by, v.edited_at, v.expires_at,
           (SELECT array_agg(DISTINCT w.edited_by) FROM proposal_versions w WHERE w.proposal_id = p.id),
           d.approvals, d.voided,
           CASE WHEN a.proposal_id IS NOT NULL THEN 'applied' WHEN d.ended IS NOT NULL THEN d.ended
                WHEN p_at >= v.expires_at THEN 'expired' WHEN d.asked THEN 'changes_requested' ELSE 'waiting' END,
           CASE WHEN a.proposal_id IS NOT NULL THEN a.applied_at WHEN d.ended IS NOT NULL THEN d.ended_at
                WHEN p_at >= v.expires_at THEN v.expires_at END
      FROM proposals p
     CROSS JOIN LATERAL (SELECT * FROM proposal_versions w WHERE w.proposal_id = p.id ORDER BY w.number DESC LIMIT 1) v
      LEFT JOIN proposal_applications a ON a.proposal_id = p.id
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE e.outcome = 'approved' AND e.digest = v.digest) AS approvals,
                  count(*) FILTER (WHERE e.outcome = 'approved' AND e.digest <> v.digest) AS voided,
                  bool_or(e.outcome = 'changes_requested' AND e.digest = v.digest) AS asked,
                  min(e.outcome) FILTER (WHERE e.outcome IN ('refused', 'withdrawn')) AS ended,
                  min(e.decided_at) FILTER (WHERE e.outcome IN ('refused', 'withdrawn')) AS ended_at
             FROM proposal_decisions e WHERE e.proposal_id = p.id) d
$$;
REVOKE EXECUTE ON FUNCTION proposals_at FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposals_at TO vitrina_app;
