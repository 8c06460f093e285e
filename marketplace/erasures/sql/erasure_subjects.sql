-- What the audit calls these members, who are one person, and all that is or was theirs or is about them. Whoever still signs in for one of them goes
-- with them: member_erase() has let go of the others.
CREATE OR REPLACE FUNCTION erasure_subjects(p_members bigint[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT 'member:' || id FROM unnest(p_members) id
    UNION ALL SELECT 'user:' || user_id FROM members WHERE id = ANY (p_members) AND user_id IS NOT NULL
    UNION ALL SELECT 'giftcard:' || id FROM giftcards WHERE member_id = ANY (p_members)
    UNION ALL SELECT 'order:' || id FROM orders WHERE member_id = ANY (p_members)
    UNION ALL SELECT 'payment:' || id FROM payments WHERE member_id = ANY (p_members)
    UNION ALL SELECT DISTINCT 'proposal:' || proposal_id FROM proposal_versions WHERE about && p_members
    UNION ALL SELECT 'case:' || id FROM member_cases(p_members) id
    -- Corrections by hand are recorded with the transfer, too.
    UNION ALL SELECT 'transfer:' || t.id FROM point_corrections c JOIN transfers t ON t.ref = 'correction:' || c.id WHERE c.member_id = ANY (p_members)
$$;
REVOKE EXECUTE ON FUNCTION erasure_subjects FROM PUBLIC;
