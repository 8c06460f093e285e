-- So many codes for each denomination that has none. They look like real ones and nobody can read them.
-- Foreign keys are not looked up: millions of look-ups, of rows that are taken from their tables here.
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS
SELECT nextval('codes_id_seq') AS id, o.brand_id, d.id AS denomination_id
  FROM denominations d JOIN offers o ON o.id = d.offer_id, generate_series(1, %(count)s) n
 WHERE o.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM free_codes f WHERE f.denomination_id = d.id);

INSERT INTO codes (id, brand_id, denomination_id, ciphertext, blind, last4)
SELECT id, brand_id, denomination_id, %(prefix)s || sha256(('c' || id)::bytea) || sha256(('d' || id)::bytea), blind, lpad((id %% 10000)::text, 4, '0')
  FROM (SELECT *, substr(sha256(id::text::bytea), 1, 16) AS blind FROM fresh) f ORDER BY blind;

INSERT INTO free_codes (denomination_id, code_id) SELECT denomination_id, id FROM fresh ORDER BY denomination_id, id;

DROP TABLE fresh;
