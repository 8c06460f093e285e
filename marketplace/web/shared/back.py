"""The way back: only to a page of this very site."""

from urllib.parse import urlsplit

HOME = "/"


def back(target: str) -> str:
    """The target if it is a plain path on this host, else the front page; nobody is sent elsewhere by a crafted link."""
    if not target.startswith("/") or target[1:2] in ("/", "\\") or any(ord(c) < 32 or c == "\\" for c in target):
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc else target
