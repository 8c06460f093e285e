"""Static files: published once under an address that holds the fingerprint of their content, and kept forever.

The style sheets are joined into one; every text file gets a .gz and a .br beside it, so that nothing is compressed
while a visitor waits. WhiteNoise serves the published folder; relative addresses inside CSS keep their fingerprint.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

import brotli
from flask import Flask, Response, send_from_directory
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

LARGE = 200_000  # bytes; brotli's last step costs seconds there and saves a tenth
A_YEAR_S = 365 * 24 * 3600
SHEET = Path("css/vitrina.css")
# The order is the cascade's; inside the layers it does not matter, but the layers' own order is said in the first.
SHEETS = ("tokens.css", "base.css", "layout.css", "parts/*.css")


def init_app(app: Flask, source: Path, keep: Path) -> None:
    """Serve `source` to visitors. `keep` is a writable folder where published versions are kept."""
    version = fingerprint(source)
    published = publish(source, keep / version)
    prefix = f"/static/{version}"

    def serve(filename: str) -> Response:
        return send_from_directory(published, filename, max_age=A_YEAR_S)

    def asset(filename: str) -> str:
        return f"{prefix}/{filename}"

    app.add_url_rule(f"{prefix}/<path:filename>", endpoint="static", view_func=serve, methods=["GET"])
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=published, prefix=prefix, max_age=A_YEAR_S, immutable_file_test=lambda _path, _url: True
    )


def fingerprint(source: Path) -> str:
    """Twelve hexadecimal digits that change when any file does."""
    digest = hashlib.sha256()
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(source).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def publish(source: Path, target: Path) -> Path:
    """Fill `target` with the files as visitors get them, once; several processes may do it at the same time."""
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".draft-"))
    draft.chmod(0o755)
    shutil.copytree(
        source, draft, dirs_exist_ok=True, ignore=lambda folder, _: ["css"] if Path(folder) == source else []
    )
    (draft / SHEET).parent.mkdir(exist_ok=True)
    (draft / SHEET).write_text(joined(source / "css"), encoding="utf-8")
    compressor = _Compressor(quiet=True)
    for path in sorted(p for p in draft.rglob("*") if p.is_file()):
        if compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    try:
        draft.replace(target)
    except OSError:  # another process was faster: the same bytes are there
        shutil.rmtree(draft)
    return target


class _Compressor(Compressor):
    """A shop that starts for the first time compresses everything before it serves anything, in each of its processes."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=9 if len(data) > LARGE else 11))


def joined(folder: Path) -> str:
    """All style sheets as one text, in the order of the cascade."""
    sheets = [path for pattern in SHEETS for path in sorted(folder.glob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)
