-- So many entries more for every second member of a programme.
-- Foreign keys are not looked up: ten million lookups, of rows that are taken from their tables here.
SET session_replication_role = replica;
INSERT INTO transfers (programme_id, kind, ref, at) VALUES (%(programme)s, 'adjustment', 'history:' || %(half)s || ':' || clock_timestamp(), now());
INSERT INTO entries (transfer_id, account_id, amount, balance_after, at)
SELECT t.id, a.id, CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, 40700 + n %% 2, now()
  FROM currval('transfers_id_seq') t (id), generate_series(1, %(each)s) n, accounts a
 WHERE a.programme_id = %(programme)s AND a.kind = 'member' AND a.id %% 2 = %(half)s;
