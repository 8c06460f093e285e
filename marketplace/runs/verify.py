"""The rules that runs must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a run that has ended has no file": """
        SELECT r.id AS run, r.state FROM runs r
         WHERE r.state IN ('applied', 'failed', 'discarded') AND EXISTS (SELECT FROM run_files f WHERE f.run_id = r.id)""",
    "a run that has not ended has its file": """
        SELECT r.id AS run, r.state FROM runs r
         WHERE r.state NOT IN ('applied', 'failed', 'discarded') AND NOT EXISTS (SELECT FROM run_files f WHERE f.run_id = r.id)""",
    "a run was applied by somebody": """
        SELECT r.id AS run, r.applied FROM runs r
         WHERE r.reached > 0 AND NOT EXISTS (SELECT FROM run_events e WHERE e.run_id = r.id AND e.what = 'started')""",
    "a run with errors was not applied, but for its good rows where these were asked for": """
        SELECT r.id AS run, r.wrong FROM runs r
         WHERE r.wrong > 0 AND r.state IN ('applying', 'stopped', 'applied') AND r.options ->> 'rows' IS DISTINCT FROM 'good'""",
}


def invariants() -> list[Finding]:
    """Every place where runs break a rule; none when they are right."""
    return search(RULES)
