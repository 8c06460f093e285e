-- The member as whom this one goes on today; themselves, where they do not.
CREATE OR REPLACE FUNCTION member_now(p_member bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_member bigint := p_member;
    v_next bigint;
BEGIN
    LOOP
        SELECT into_member_id INTO v_next FROM member_merges WHERE from_member_id = v_member;
        IF v_next IS NULL THEN RETURN v_member; END IF;
        v_member := v_next;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION member_now FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_now TO vitrina_app;
