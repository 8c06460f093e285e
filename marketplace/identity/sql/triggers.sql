CREATE OR REPLACE TRIGGER sign_in_seals_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_in_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A constraint trigger cannot be replaced; one that has to become another gets another name.
DO $$ BEGIN
CREATE CONSTRAINT TRIGGER users_sealed AFTER UPDATE OF email, password, tf_primary_method, tf_totp_secret, mf_recovery_codes, fs_webauthn_user_handle
    ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sign_in_sealed('id');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
CREATE CONSTRAINT TRIGGER passkeys_sealed AFTER INSERT OR DELETE OR UPDATE OF user_id, credential_id, public_key, usage
    ON passkeys DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sign_in_sealed('user_id');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
