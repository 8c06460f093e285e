-- What a user signs in with now, as a digest; NULL where there is no such user.
CREATE OR REPLACE FUNCTION sign_in_state(p_user bigint) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sign_in_facts(u, (SELECT jsonb_agg(jsonb_build_array(encode(k.credential_id, 'hex'), encode(k.public_key, 'hex'), k.usage)
                                              ORDER BY k.credential_id) FROM passkeys k WHERE k.user_id = u.id))
      FROM users u WHERE u.id = p_user
$$;
