"""A request whose files stay in memory: what is uploaded may be codes, and a temporary file would hold them in the clear."""

from io import BytesIO
from typing import IO

from flask import Request


class MemoryRequest(Request):
    """Flask's, but for where the files of a form go; `MAX_CONTENT_LENGTH` bounds them."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        return BytesIO()
