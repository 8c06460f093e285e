-- Every process asks for its queue when it opens it. PGMQ's own function then asks for the right to create in the schema, also where
-- the queue has long been there; the application has no such right, and its queue was made by a migration.
CREATE OR REPLACE FUNCTION pgmq.create(queue_name TEXT) RETURNS void AS $$
BEGIN
  IF to_regclass(format('pgmq.%I', pgmq.format_table_name(queue_name, 'q'))) IS NULL THEN
    PERFORM pgmq.create_non_partitioned(queue_name);
  END IF;
END;
$$ LANGUAGE plpgsql;
