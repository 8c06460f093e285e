"""Files that come with what people write, and how they are given back: to be saved, never opened within our own pages."""

from collections.abc import Iterator
from io import BytesIO

from flask import Response, request, send_file

MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ACCEPT = ".pdf,.jpg,.jpeg,.png"


def chosen(name: str = "files") -> Iterator[tuple[str, bytes]]:
    """Name and content of the files of a form's field, without the empty one that a browser sends where none was chosen."""
    return ((one.filename, one.read()) for one in request.files.getlist(name) if one.filename)


def saved(content: bytes, kind: str, name: str) -> Response:
    """A file of one of the kinds of papers, for saving under its name."""
    answer = send_file(BytesIO(content), MEDIA[kind], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
