-- Whoever may create in a schema can put functions and tables of their own there. So the one queue is made here, and the right goes.
-- A queue that the application made is its own, and is made anew: tasks hold only a name, and what is due is sent again.
DO $$ DECLARE v_name text; BEGIN
    FOR v_name IN SELECT format('pgmq.%I', tablename) FROM pg_tables WHERE schemaname = 'pgmq' AND tablename ~ '^[qa]_' LOOP
        EXECUTE 'DROP TABLE ' || v_name;
    END LOOP;
END $$;
DELETE FROM pgmq.meta;
SELECT pgmq.create_non_partitioned('vitrina');
SELECT pgmq.enable_notify_insert('vitrina', 100);

REVOKE ALL ON SCHEMA pgmq FROM vitrina_app;
REVOKE ALL ON ALL TABLES IN SCHEMA pgmq FROM vitrina_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA pgmq FROM vitrina_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq REVOKE SELECT, DELETE ON TABLES FROM vitrina_app;
GRANT USAGE ON SCHEMA pgmq TO vitrina_app;
GRANT SELECT ON pgmq.meta TO vitrina_app;
GRANT SELECT, INSERT, UPDATE ON pgmq.notify_insert_throttle TO vitrina_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON pgmq.q_vitrina TO vitrina_app;
GRANT SELECT ON SEQUENCE pgmq.q_vitrina_msg_id_seq TO vitrina_app;
