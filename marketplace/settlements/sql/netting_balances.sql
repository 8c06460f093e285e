-- Whether what a netting sets off of each company comes to zero, and each programme pays the others, less what it receives, as much as it owes less.
CREATE OR REPLACE FUNCTION netting_balances(p_netting bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM netting_positions n WHERE n.netting_id = p_netting GROUP BY n.inn HAVING sum(n.cleared) <> 0)
       AND NOT EXISTS (
               SELECT FROM (SELECT n.programme_id, n.cleared AS amount FROM netting_positions n WHERE n.netting_id = p_netting
                            UNION ALL SELECT t.payer_id, -t.amount FROM netting_transfers t WHERE t.netting_id = p_netting
                            UNION ALL SELECT t.receiver_id, t.amount FROM netting_transfers t WHERE t.netting_id = p_netting) every
                GROUP BY programme_id HAVING sum(amount) <> 0)
$$;
REVOKE EXECUTE ON FUNCTION netting_balances FROM PUBLIC;
GRANT EXECUTE ON FUNCTION netting_balances TO vitrina_app;
