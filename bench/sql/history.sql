-- So many entries more for every member of a programme, written without their indexes and indexed afterwards: the same table, sooner.
-- Foreign keys are not looked up: ten million look-ups, of rows that are taken from their tables here.
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
DROP INDEX entries_by_account;
DROP INDEX entries_by_transfer;
DROP INDEX entries_by_txid;
INSERT INTO transfers (programme_id, kind, ref, at) VALUES (%(programme)s, 'adjustment', 'history:' || clock_timestamp(), now());
INSERT INTO entries (transfer_id, account_id, amount, balance_after, at)
SELECT (SELECT max(id) FROM transfers), a.id, CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, 40700 + n %% 2, now()
  FROM generate_series(1, %(each)s) n, accounts a WHERE a.programme_id = %(programme)s AND a.kind = 'member';
CREATE INDEX entries_by_account ON entries (account_id, id DESC);
CREATE INDEX entries_by_transfer ON entries (transfer_id);
CREATE INDEX entries_by_txid ON entries (txid);
