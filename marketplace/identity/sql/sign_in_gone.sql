-- Whether nobody can sign in as this user any more: their data have been erased.
CREATE OR REPLACE FUNCTION sign_in_gone(p users) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT p.active AND p.password IS NULL AND p.tf_totp_secret IS NULL AND p.mf_recovery_codes IS NULL AND p.email = 'erased-' || p.id || '@invalid'
$$;
