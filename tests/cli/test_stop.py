"""Who stops the web server while it is still starting does not wait for it."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from marketplace.cli import processes
from marketplace.settings import ROOT
from tests.builders.installation import installed

LOADING_SECONDS = 0.3
QUICK_SECONDS = 5


@pytest.mark.slow
def test_web_that_is_still_loading_ends_at_once() -> None:
    with installed() as shop:
        environment = {"PATH": os.environ.get("PATH", os.defpath)} | shop.environment
        web = subprocess.Popen(processes.web_command(shop.settings), env=environment, cwd=ROOT, start_new_session=True)
        try:
            children = Path(f"/proc/{web.pid}/task/{web.pid}/children")
            while not children.read_text():
                time.sleep(0.01)
            time.sleep(LOADING_SECONDS)
            web.terminate()
            web.wait(QUICK_SECONDS)
        finally:
            processes.end(web, 0)
