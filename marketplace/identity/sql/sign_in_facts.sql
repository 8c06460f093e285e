-- The digest of all that somebody can sign in with: address, password, second factors and passkeys. Of an
-- authenticator only that there is one: its secret is encrypted for its user, and the ciphertext is renewed with the key.
CREATE OR REPLACE FUNCTION sign_in_facts(p users, p_keys jsonb) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(p.email, p.password, p.tf_primary_method, p.tf_totp_secret IS NOT NULL,
                                               p.mf_recovery_codes, p.fs_webauthn_user_handle, coalesce(p_keys, '[]'))::text, 'UTF8'))
$$;
