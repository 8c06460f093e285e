-- Whether two people have said of a payment what became of it: by a person the proposal is of just that, by a file it is of a report of the same
-- programme's; another person has approved it, and it was applied.
CREATE OR REPLACE FUNCTION payout_by_two(l payout_lines, p_what text, p_known_by text, p_proposal bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM proposal_applications a JOIN proposals p ON p.id = a.proposal_id JOIN proposal_versions v ON v.proposal_id = a.proposal_id AND v.digest = a.digest
          JOIN payout_runs r ON r.id = l.run_id
         WHERE a.proposal_id = p_proposal AND p.programme_id = r.programme_id
           AND CASE p_known_by WHEN 'person' THEN p.kind = 'payout_undone' AND p.subject = l.id::text AND v.payload ->> 'what' = p_what
                               WHEN 'file' THEN p.kind = 'run_payment_status' ELSE false END)
$$;
REVOKE EXECUTE ON FUNCTION payout_by_two FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_by_two TO vitrina_app;
