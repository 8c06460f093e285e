-- Whether loaded codes may not be sold until an operator has compared them with what was noted outside of the database.
CREATE OR REPLACE FUNCTION stock_is_quarantined() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM stock_quarantines q WHERE NOT EXISTS (SELECT FROM stock_reconciliations r WHERE r.quarantine_id = q.id))
$$;
