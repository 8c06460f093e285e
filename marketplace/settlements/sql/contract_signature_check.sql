-- Only the newest version is signed or refused, and not one that was refused; it changes nothing of what a statement counts already, and
-- begins no earlier than those that were signed before. Refused as 'contract_moved' and 'contract_settled'.
CREATE OR REPLACE FUNCTION contract_signature_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_version contract_versions;
BEGIN
    SELECT * INTO STRICT v_version FROM contract_versions WHERE id = NEW.version_id;
    PERFORM FROM contracts WHERE id = v_version.contract_id FOR UPDATE;
    IF EXISTS (SELECT FROM contract_versions WHERE contract_id = v_version.contract_id AND number > v_version.number)
       OR EXISTS (SELECT FROM contract_refusals WHERE version_id = v_version.id)
       OR (SELECT count(*) FROM contract_signatures WHERE version_id = v_version.id) = 2 THEN
        RAISE EXCEPTION 'this version waits no more' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_moved';
    END IF;
    IF EXISTS (SELECT FROM statements WHERE contract_id = v_version.contract_id AND to_day > v_version.valid_from)
       OR EXISTS (SELECT FROM contract_terms(v_version.contract_id) t WHERE (t.terms).valid_from > v_version.valid_from) THEN
        RAISE EXCEPTION 'this version begins too early' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_settled';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION contract_signature_check FROM PUBLIC;
