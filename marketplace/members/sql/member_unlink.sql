-- Nobody signs in for a member any more; nothing where nobody did.
CREATE OR REPLACE FUNCTION member_unlink(p_member bigint, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_user bigint;
BEGIN
    SELECT user_id INTO v_user FROM members WHERE id = p_member FOR UPDATE;
    IF v_user IS NULL THEN RETURN; END IF;
    UPDATE members SET user_id = NULL WHERE id = p_member;
    PERFORM audit_record('members.link', 'member:' || p_member, p_now, '', jsonb_build_object('user_id', v_user), '{"user_id": null}');
END $$;
REVOKE EXECUTE ON FUNCTION member_unlink FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_unlink TO vitrina_app;
