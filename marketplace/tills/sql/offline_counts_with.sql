-- With what a device's takings count: 0, with all of its terminal; itself where its partner has cut it off.
CREATE OR REPLACE FUNCTION offline_counts_with(p_holder bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN ended_how = 'ended' THEN id ELSE 0 END FROM offline_holders WHERE id = p_holder
$$;
REVOKE EXECUTE ON FUNCTION offline_counts_with FROM PUBLIC;
GRANT EXECUTE ON FUNCTION offline_counts_with TO vitrina_app;
