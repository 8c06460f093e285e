-- So many codes for every second denomination, where it has none. They look like real ones and nobody can read them.
-- Foreign keys are not looked up: millions of lookups, of rows that are taken from their tables here.
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS
WITH batch AS (
    INSERT INTO batches (programme_id, brand_id, partner_id, denomination_id, name, file_digest, code_count, without_pin, expected_hits_milli, loaded_at)
    SELECT o.programme_id, o.brand_id, b.partner_id, d.id, 'codes.csv', sha256(now()::text::bytea), %(count)s, 0, 0, now()
      FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id
     WHERE o.programme_id = %(programme)s AND d.id %% 2 = %(half)s AND NOT EXISTS (SELECT FROM free_codes f WHERE f.denomination_id = d.id)
    RETURNING id AS batch_id, brand_id, partner_id, denomination_id)
SELECT nextval('codes_id_seq') AS id, batch.* FROM batch, generate_series(1, %(count)s) n;

INSERT INTO codes (id, batch_id, brand_id, partner_id, denomination_id, ciphertext, blind, last4)
SELECT id, batch_id, brand_id, partner_id, denomination_id, %(prefix)s || sha256(('c' || id)::bytea) || sha256(('d' || id)::bytea), blind, lpad((id %% 10000)::text, 4, '0')
  FROM (SELECT *, substr(sha256(id::text::bytea), 1, 16) AS blind FROM fresh) f ORDER BY blind;

INSERT INTO free_codes (denomination_id, code_id, batch_id) SELECT denomination_id, id, batch_id FROM fresh ORDER BY denomination_id, id;

DROP TABLE fresh;
