-- Draws the next statement of a contract, up to the day p_to and without it. Asked again for the same day it gives back the one that is
-- there. Refused under the name of a rule: 'statement_period' (that day is in a statement already), 'statement_terms' (no version is signed),
-- 'settlement_rate', 'statement_numbers' (a dump was loaded, and transactions are counted from a lower number than the statement before: by its
-- snapshot, all that is new would seem to have been counted there).
CREATE OR REPLACE FUNCTION statement_draw(p_contract bigint, p_to date, p_now timestamptz, OUT made statements, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_contract contracts;
    v_before statements;
    v_mark bigint;
BEGIN
    SELECT * INTO STRICT v_contract FROM contracts WHERE id = p_contract FOR UPDATE;
    SELECT * INTO made FROM statements WHERE contract_id = p_contract AND to_day = p_to;
    again := FOUND;
    IF again THEN RETURN; END IF;
    SELECT * INTO v_before FROM statements WHERE contract_id = p_contract ORDER BY to_day DESC LIMIT 1;
    made.from_day := coalesce(v_before.to_day, v_contract.begins_on);
    IF made.from_day >= p_to THEN
        RAISE EXCEPTION 'this day is in a statement already' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_period';
    END IF;
    IF v_before.txid > pg_current_xact_id() THEN
        RAISE EXCEPTION 'transaction numbers have begun again' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_numbers';
    END IF;
    IF NOT EXISTS (SELECT FROM contract_terms(p_contract)) THEN
        RAISE EXCEPTION 'no version of the contract is signed' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_terms';
    END IF;
    made.id := nextval('statements_id_seq');
    made.txid := pg_current_xact_id();
    made.contract_id := p_contract;
    made.partner_id := v_contract.partner_id;
    -- The same for all of a contract, and not its number, which would tell how many contracts there are.
    v_mark := ('x' || left(encode(sha256(convert_to(concat_ws(':', p_contract, v_contract.txid, extract(epoch FROM v_contract.made_at)), 'UTF8')), 'hex'), 15))::bit(60)::bigint % 1000000000;
    LOOP
        made.number := 'S-' || to_char(made.from_day, 'YYYYMMDD') || '-' || v_mark;
        EXIT WHEN NOT EXISTS (SELECT FROM statements s WHERE s.number = made.number);
        v_mark := v_mark + 1;
    END LOOP;
    made.previous_id := v_before.id;
    made.to_day := p_to;
    made.from_at := made.from_day::timestamp AT TIME ZONE v_contract.time_zone;
    made.to_at := p_to::timestamp AT TIME ZONE v_contract.time_zone;
    made.snapshot := pg_current_snapshot();
    made.currency := v_contract.currency;
    made.opening := coalesce(v_before.closing, 0);
    made.drawn_at := p_now;
    INSERT INTO statement_lines SELECT * FROM statement_computed(made);
    SELECT made.opening + coalesce(sum(l.net), 0), count(*) INTO made.closing, made.line_count FROM statement_lines l WHERE l.statement_id = made.id;
    made.digest := sha256(convert_to(statement_text(made, (
        SELECT string_agg(statement_line_text(l, v.number, v_contract.salt), E',\n' ORDER BY l.position)
          FROM statement_lines l JOIN contract_versions v ON v.id = l.version_id WHERE l.statement_id = made.id)), 'UTF8'));
    INSERT INTO statements OVERRIDING SYSTEM VALUE SELECT made.*;
    INSERT INTO statement_totals
    SELECT made.id, l.kind, count(*), sum(l.gross), sum(l.due), sum(l.commission), sum(l.commission_vat), sum(l.goods_vat), sum(l.net)
      FROM statement_lines l WHERE l.statement_id = made.id GROUP BY l.kind;
    INSERT INTO statement_parties (statement_id, side, name_ru, name_en, legal_name, account_id)
    SELECT made.id, y.side, y.name_ru, y.name_en, y.legal_name, (
           SELECT max(a.id) FROM payout_accounts a WHERE a.programme_id = y.programme_id AND a.partner_id IS NOT DISTINCT FROM y.partner_id)
      FROM (SELECT 'programme' AS side, g.name_ru, g.name_en, '' AS legal_name, g.id AS programme_id, NULL::bigint AS partner_id
              FROM partners p JOIN programmes g ON g.id = p.programme_id WHERE p.id = made.partner_id
            UNION ALL
            SELECT 'partner', p.name_ru, p.name_en, p.legal_name, p.programme_id, p.id FROM partners p WHERE p.id = made.partner_id) y;
    PERFORM audit_record('settlements.draw', 'statement:' || made.id, p_now, p_before => '{}'::jsonb,
        p_after => jsonb_build_object('number', made.number, 'opening', made.opening, 'closing', made.closing, 'lines', made.line_count));
END $$;
REVOKE EXECUTE ON FUNCTION statement_draw FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statement_draw TO vitrina_app;
