"""The way back: only to a page of this very site."""

from typing import NoReturn
from urllib.parse import urlsplit

from flask import Flask, Request
from werkzeug.routing import RequestRedirect

HOME = "/"


def back(target: str) -> str:
    """The target if it is a plain path on this host, else the front page; nobody is sent elsewhere by a crafted link."""
    if not target.startswith("/") or target[1:2] in ("/", "\\") or any(ord(c) < 32 or c == "\\" for c in target):
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc else target


class LeadsOnWithin(Flask):
    """Flask, but that an address without its slash leads on within the site: the host of a request is anybody's word."""

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """As the framework."""
        error = request.routing_exception
        if isinstance(error, RequestRedirect):
            parts = urlsplit(error.new_url)
            error.new_url = back(f"{parts.path}?{parts.query}".removesuffix("?"))
        super().raise_routing_exception(request)
