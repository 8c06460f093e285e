"""The operator: demo, database, imports, verification, keys."""
