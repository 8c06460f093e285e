"""The clock: the Celery app, its timetable and tasks that load, call an integration, call a domain."""
