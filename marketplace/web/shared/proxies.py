"""Whose word is taken for where a request comes from."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask, trusted: int) -> None:
    """Believe the last `trusted` proxies about the visitor's address and scheme; with 0 nobody, since anybody may write it.

    The host is never taken from them: a proxy passes on the one that the browser sent.
    """
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0)  # type: ignore[method-assign]
