"""Whose word is taken for where a request comes from."""

from wsgiref.types import WSGIEnvironment

from flask import Flask
from werkzeug.http import parse_list_header
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask, trusted: int) -> None:
    """Believe the last `trusted` proxies about the visitor's address and scheme; with 0 nobody, since anybody may write it.

    The host is never taken from them: a proxy passes on the one that the browser sent.
    """
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0)  # type: ignore[method-assign]


def address(environ: WSGIEnvironment, trusted: int) -> str:
    """The visitor's address as the application will see it once `init_app` has had its say; before the application is called."""
    named = parse_list_header(environ.get("HTTP_X_FORWARDED_FOR", "")) if trusted else []
    return str(named[-trusted] if len(named) >= trusted > 0 else environ["REMOTE_ADDR"])
