-- A promotion is signed or refused while it waits; it is signed for days that no statement covers, and not beside another one of the same offer.
-- Refused as 'promotion_moved', 'promotion_settled' and 'promotion_beside'.
CREATE OR REPLACE FUNCTION joint_promotion_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_promotion joint_promotions;
BEGIN
    SELECT * INTO STRICT v_promotion FROM joint_promotions WHERE id = NEW.promotion_id;
    PERFORM FROM contracts WHERE id = v_promotion.contract_id FOR UPDATE;
    IF EXISTS (SELECT FROM joint_promotion_refusals WHERE promotion_id = v_promotion.id)
       OR (SELECT count(*) FROM joint_promotion_signatures WHERE promotion_id = v_promotion.id) = 2 THEN
        RAISE EXCEPTION 'this promotion waits no more' USING ERRCODE = 'check_violation', CONSTRAINT = 'promotion_moved';
    END IF;
    IF TG_TABLE_NAME = 'joint_promotion_refusals' THEN RETURN NEW; END IF;
    IF EXISTS (SELECT FROM statements WHERE contract_id = v_promotion.contract_id AND to_day > v_promotion.from_day) THEN
        RAISE EXCEPTION 'a statement covers its first day' USING ERRCODE = 'check_violation', CONSTRAINT = 'promotion_settled';
    END IF;
    IF EXISTS (SELECT FROM joint_promotions j WHERE j.contract_id = v_promotion.contract_id AND j.offer_id = v_promotion.offer_id AND j.id <> v_promotion.id
                  AND j.from_day < v_promotion.to_day AND j.to_day > v_promotion.from_day
                  AND (SELECT count(*) FROM joint_promotion_signatures s WHERE s.promotion_id = j.id) = 2) THEN
        RAISE EXCEPTION 'the offer has a promotion then' USING ERRCODE = 'check_violation', CONSTRAINT = 'promotion_beside';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION joint_promotion_check FROM PUBLIC;
