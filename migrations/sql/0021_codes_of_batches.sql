-- One key says of a partner's code that its batch is there, and that it is of the batch's brand and denomination; a file of a million
-- codes looks up two keys a code. A code of our own making is of neither batch nor denomination.
ALTER TABLE batches ADD CONSTRAINT batches_codes_key UNIQUE (id, brand_id, denomination_id);
ALTER TABLE codes
    DROP CONSTRAINT codes_batch_id_fkey,
    DROP CONSTRAINT codes_denomination_id_fkey,
    ADD CONSTRAINT codes_batch_check CHECK ((batch_id IS NULL) = (denomination_id IS NULL)),
    ADD CONSTRAINT codes_batch_fkey FOREIGN KEY (batch_id, brand_id, denomination_id) REFERENCES batches (id, brand_id, denomination_id);
