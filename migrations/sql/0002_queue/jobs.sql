-- Whoever may create in a schema can put functions and tables of their own there. So the one queue is made here and is the owner's; the
-- application works with it, and looks at its age and throws away what came too late.
SELECT pgmq.create_non_partitioned('vitrina');
SELECT pgmq.enable_notify_insert('vitrina', 100);
GRANT USAGE ON SCHEMA pgmq TO vitrina_app;
GRANT SELECT ON pgmq.meta TO vitrina_app;
GRANT SELECT, INSERT, UPDATE ON pgmq.notify_insert_throttle TO vitrina_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON pgmq.q_vitrina TO vitrina_app;
GRANT SELECT ON SEQUENCE pgmq.q_vitrina_msg_id_seq TO vitrina_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO vitrina_app;
-- The health check compares the version of the tables with that of the code.
GRANT SELECT ON alembic_version TO vitrina_app;
