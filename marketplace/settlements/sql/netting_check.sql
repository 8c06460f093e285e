-- A netting is agreed to for a programme that it touches, by somebody who has not drafted it; it is sent once each programme has agreed and while each
-- position stands open by as much as is set off of it. Refused as 'netting_step' and 'netting_moved'.
CREATE OR REPLACE FUNCTION netting_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_approves boolean := TG_TABLE_NAME = 'netting_approvals';
BEGIN
    PERFORM FROM nettings WHERE id = NEW.netting_id FOR UPDATE;
    IF EXISTS (SELECT FROM netting_steps WHERE netting_id = NEW.netting_id) THEN
        RAISE EXCEPTION 'the netting has ended' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_step';
    END IF;
    IF v_approves THEN
        IF NOT EXISTS (SELECT FROM netting_positions WHERE netting_id = NEW.netting_id AND programme_id = NEW.programme_id)
           OR EXISTS (SELECT FROM nettings WHERE id = NEW.netting_id AND drafted_by = NEW.user_id) THEN
            RAISE EXCEPTION 'this person cannot agree for the programme' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_step';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.step = 'dropped' THEN RETURN NEW; END IF;
    IF EXISTS (SELECT FROM netting_positions p WHERE p.netting_id = NEW.netting_id AND NOT EXISTS (
                   SELECT FROM netting_approvals a WHERE a.netting_id = NEW.netting_id AND a.programme_id = p.programme_id)) THEN
        RAISE EXCEPTION 'a programme has not agreed' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_step';
    END IF;
    PERFORM FROM contracts k JOIN netting_positions p ON p.partner_id = k.partner_id AND p.netting_id = NEW.netting_id ORDER BY k.id FOR UPDATE OF k;
    -- What this netting sets off is among what is on its way, so it is left out here.
    IF EXISTS (SELECT FROM netting_positions p CROSS JOIN LATERAL payout_owed(p.partner_id) o
                WHERE p.netting_id = NEW.netting_id
                  AND CASE WHEN p.cleared > 0 THEN o.standing < 0 ELSE o.standing > 0 END) THEN
        RAISE EXCEPTION 'a position has changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'netting_moved';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION netting_check FROM PUBLIC;
