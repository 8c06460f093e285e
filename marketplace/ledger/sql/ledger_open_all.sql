-- Opens the accounts of many owners at once; those that are there are left alone.
CREATE OR REPLACE FUNCTION ledger_open_all(p_programme bigint, p_kind text, p_owners bigint[], p_unit text)
RETURNS TABLE (owner_id bigint, account_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE v record;
BEGIN
    WITH opened AS (
        INSERT INTO accounts (programme_id, kind, owner_id, unit)
        SELECT DISTINCT p_programme, p_kind, o.id, p_unit FROM unnest(p_owners) o(id)
         WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.programme_id = p_programme AND a.kind = p_kind
                              AND a.owner_id = o.id AND a.unit = p_unit)
         ORDER BY o.id
        ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO balances (account_id, floor, ceiling, keeps_lots)
    SELECT id, CASE WHEN p_kind = 'debt' THEN NULL ELSE 0 END, CASE WHEN p_kind = 'debt' THEN 0 END,
           p_kind = 'member' AND p_unit = 'points'
      FROM opened WHERE p_kind IN ('member', 'held', 'debt');
    IF FOUND AND p_kind IN ('member', 'debt') THEN
        -- Whose points go on as another's owes as that one, too; locked, so that they do so before or after.
        PERFORM FROM balances b JOIN accounts p ON p.id = b.account_id
          WHERE p_kind = 'debt' AND p.programme_id = p_programme AND p.kind = 'member' AND p.owner_id = ANY (p_owners) AND p.unit = 'points'
          ORDER BY b.account_id FOR NO KEY UPDATE OF b;
        FOR v IN SELECT a.id, h.owner_id FROM accounts a JOIN balances b ON b.account_id = a.id AND b.passes_to IS NULL
                   JOIN accounts p ON p.programme_id = a.programme_id AND p.kind = 'member' AND p.owner_id = a.owner_id AND p.unit = 'points'
                   JOIN balances pb ON pb.account_id = p.id JOIN accounts h ON h.id = pb.passes_to
                  WHERE a.programme_id = p_programme AND a.kind = p_kind AND a.unit = p_unit AND a.owner_id = ANY (p_owners) LOOP
            UPDATE balances SET passes_to = ledger_open(p_programme, p_kind, v.owner_id, p_unit) WHERE account_id = v.id;
        END LOOP;
    END IF;
    RETURN QUERY
        SELECT a.owner_id, a.id FROM accounts a
         WHERE a.programme_id = p_programme AND a.kind = p_kind AND a.unit = p_unit AND a.owner_id = ANY (p_owners);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_open_all FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_open_all TO vitrina_app;
