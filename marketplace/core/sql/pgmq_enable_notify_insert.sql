-- Every process that opens a queue asks for its bell: the trigger that tells listeners of a new message. PGMQ's own function
-- takes the trigger down and hangs it up again without the queue's lock, so two processes at once end in "already exists"
-- or in a dead-lock, and the first of these ends a worker. This one waits its turn, and leaves alone what hangs already.
CREATE OR REPLACE FUNCTION pgmq.enable_notify_insert(queue_name TEXT, throttle_interval_ms INTEGER DEFAULT 250)
RETURNS void AS $$
DECLARE
  bell CONSTANT TEXT := 'trigger_notify_queue_insert_listeners';
  qtable TEXT := pgmq.format_table_name(queue_name, 'q');
BEGIN
  IF throttle_interval_ms < 0 THEN
    RAISE EXCEPTION 'throttle_interval_ms must be non-negative';
  END IF;
  PERFORM pgmq.acquire_queue_lock(queue_name);
  IF to_regclass(format('pgmq.%I', qtable)) IS NULL THEN
    RAISE EXCEPTION 'Queue "%" does not exist. Create it first using pgmq.create()', queue_name;
  END IF;

  INSERT INTO pgmq.notify_insert_throttle (queue_name, throttle_interval_ms)
  VALUES (enable_notify_insert.queue_name, enable_notify_insert.throttle_interval_ms)
  ON CONFLICT ON CONSTRAINT notify_insert_throttle_queue_name_key DO UPDATE
      SET throttle_interval_ms = EXCLUDED.throttle_interval_ms, last_notified_at = to_timestamp(0);

  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = format('pgmq.%I', qtable)::regclass AND tgname = bell) THEN
    EXECUTE format(
      'CREATE CONSTRAINT TRIGGER %I AFTER INSERT ON pgmq.%I DEFERRABLE FOR EACH ROW
       EXECUTE PROCEDURE pgmq.notify_queue_listeners()', bell, qtable);
  END IF;
END;
$$ LANGUAGE plpgsql;
