"""pgbench of the server's own version: transactions a second of one statement, prepared, two threads."""

import re
import subprocess
import tempfile

from marketplace.core.postgres import Server, binary


def pgbench(server: Server, database: str, script: str, *, clients: int = 8, seconds: int = 4) -> float:
    """Transactions a second. Raises RuntimeError with pgbench's own words when one of them failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [
            binary("pgbench"), "--no-vacuum", "--protocol", "prepared", "--file", file.name, "--client", str(clients),
            "--jobs", str(min(2, clients)), "--time", str(seconds), "--host", str(server.socket_dir), "--username", "postgres", database,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode or not found or "number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError(f"pgbench: {done.stdout} {done.stderr}")
    return float(found[1])
