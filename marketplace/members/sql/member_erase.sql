-- Notes that the data of these members, who are one person, are being erased: nothing moves by their hand any more, and nobody acts on what was theirs.
-- A sign-in that another membership needs stays, and is theirs no longer. For the function that knows that it is due.
CREATE OR REPLACE FUNCTION member_erase(p_members bigint[], p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_member bigint;
BEGIN
    PERFORM FROM members WHERE id = ANY (p_members) ORDER BY id FOR UPDATE;
    -- Of the last two memberships of one sign-in that go at once the second one sees that it is the last.
    PERFORM FROM users WHERE id IN (SELECT user_id FROM members WHERE id = ANY (p_members)) ORDER BY id FOR UPDATE;
    FOR v_member IN INSERT INTO erased_members (member_id, at) SELECT id, p_now FROM unnest(p_members) id ORDER BY id
                    ON CONFLICT (member_id) DO NOTHING RETURNING member_id LOOP
        PERFORM audit_record('members.erase', 'member:' || v_member, p_now, '', '{"erased": false}', '{"erased": true}');
    END LOOP;
    FOR v_member IN SELECT m.id FROM members m WHERE m.id = ANY (p_members)
                       AND EXISTS (SELECT FROM members o WHERE o.user_id = m.user_id AND o.id <> ALL (p_members)) ORDER BY m.id LOOP
        PERFORM member_unlink(v_member, p_now);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION member_erase FROM PUBLIC, vitrina_app;
