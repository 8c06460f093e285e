"""Files read by a process of its own that is short of memory, as the kernel sees to it: what each comes to."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from marketplace.core import bounded_xml, uploads

SECONDS = 20


def read(files: Mapping[str, bytes], folder: Path, *, megabytes: int, unbounded: bool = False) -> dict[str, str]:
    """What each file comes to, by its name: why it is refused, "read", or the exception that it ends with.

    Args:
        megabytes: how much more memory the process may take than it has when it begins.
        unbounded: for a control, nobody looks how deep a file is nested.
    """
    for number, content in enumerate(files.values()):
        (folder / str(number)).write_bytes(content)
    command = [sys.executable, "-m", __name__, str(folder), str(len(files)), str(megabytes), str(int(unbounded))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS * len(files))
    assert done.returncode == 0, f"the process died, {done.returncode}: {done.stderr[-1000:]}"
    return dict(zip(files, json.loads(done.stdout), strict=True))


def main(folder: Path, count: int, megabytes: int, unbounded: int) -> None:
    """Read the files in the folder, and say what came of each."""
    if unbounded:
        bounded_xml.DEPTH_MAX = 10**9
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + megabytes * 2**20, resource.RLIM_INFINITY))
    found = []
    for number in range(count):
        content, began = (folder / str(number)).read_bytes(), time.process_time()
        try:
            for _ in uploads.rows("f", content):
                pass
            said = "read"
        except uploads.UploadRefused as refused:
            said = str(refused.facts["reason"])
        except MemoryError:
            said = "MemoryError"
        found.append(said if time.process_time() - began < SECONDS else "takes too long")
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
