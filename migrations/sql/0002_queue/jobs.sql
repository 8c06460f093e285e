-- The application makes its queues itself, so it owns their tables; the functions run with the caller's rights.
GRANT USAGE, CREATE ON SCHEMA pgmq TO vitrina_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgmq TO vitrina_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO vitrina_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO vitrina_app;
-- Queues are made by whoever connects first; the application looks at their age and throws away what came too late.
ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT SELECT, DELETE ON TABLES TO vitrina_app;
-- The health check compares the version of the tables with that of the code.
GRANT SELECT ON alembic_version TO vitrina_app;
