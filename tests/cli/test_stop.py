"""Who stops the web server while it is still starting does not wait for it."""

import os
import subprocess
import time
from pathlib import Path

from marketplace.cli import processes
from marketplace.core import vault
from marketplace.settings import ROOT, load

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
LOADING_SECONDS = 0.3
QUICK_SECONDS = 5


def test_web_that_is_still_loading_ends_at_once(tmp_path: Path, owner_url: str) -> None:
    vault.new_key_file(tmp_path / "keys.json")
    settings = load(_env_file=None, var_dir=tmp_path, secret_key=KEY, database_url=owner_url)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "VAR_DIR": str(tmp_path), "SECRET_KEY": KEY, "DATABASE_URL": owner_url,
    }  # fmt: skip
    web = subprocess.Popen(processes.web_command(settings), env=environment, cwd=ROOT, start_new_session=True)
    try:
        children = Path(f"/proc/{web.pid}/task/{web.pid}/children")
        while not children.read_text():
            time.sleep(0.01)
        time.sleep(LOADING_SECONDS)
        web.terminate()
        web.wait(QUICK_SECONDS)
    finally:
        processes.end(web, 0)
