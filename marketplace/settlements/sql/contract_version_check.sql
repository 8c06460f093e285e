-- Versions are numbered one after another; a new one takes the place of whatever waits to be signed.
CREATE OR REPLACE FUNCTION contract_version_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_contract bigint;
BEGIN
    SELECT id INTO STRICT v_contract FROM contracts WHERE id = NEW.contract_id FOR UPDATE;
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM contract_versions WHERE contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'versions follow one another' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_moved';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION contract_version_check FROM PUBLIC;
