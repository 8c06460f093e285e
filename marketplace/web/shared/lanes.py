"""Two lanes through one application. Pages have a session, cookies, forms with tokens, languages and looks; programs
bring a key with each request and need nothing of all that, so nothing of it runs for them.

Which lane a request takes is said by its address, before anything else is known of it.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, cast

from flask import Flask, Request, Response, request
from flask.globals import request_ctx
from flask.sessions import NullSession, SecureCookieSessionInterface, SessionMixin

Before = Callable[[], Any]
After = Callable[[Response], Response]


class TwoLanes(Flask):
    """Flask, with fewer steps for programs: the hooks of both lanes, those of the blueprint, and no session."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.session_interface = Sessions()
        self.machine_paths: tuple[str, ...] = ()
        self.page_paths: frozenset[str] = frozenset()
        self.before_all: list[Before] = []
        self.after_all: list[After] = []

    def preprocess_request(self) -> Any:
        """What comes before the view."""
        if not machine():
            return super().preprocess_request()
        of_blueprint = (self.before_request_funcs.get(name, ()) for name in reversed(request.blueprints))
        for hook in chain(self.before_all, *of_blueprint):
            answer = hook()
            if answer is not None:
                return answer
        return None

    def process_response(self, response: Response) -> Response:
        """What comes after it."""
        if not machine():
            return super().process_response(response)
        of_blueprint = (reversed(self.after_request_funcs.get(name, ())) for name in request.blueprints)
        for hook in chain(request_ctx._after_request_functions, *of_blueprint, reversed(self.after_all)):
            response = cast(After, hook)(response)
        return response


class Sessions(SecureCookieSessionInterface):
    """Signed cookies for pages; for programs a session that holds nothing and takes nothing."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """Read the cookie, where there may be one."""
        if machine(request.path):
            return NullSession()
        return super().open_session(app, request)


def before_all(app: Flask, hook: Before) -> None:
    """Call a hook before every view, in both lanes; in the order in which they were given."""
    app.before_request(hook)
    cast(TwoLanes, app).before_all.append(hook)


def after_all(app: Flask, hook: After) -> None:
    """Call a hook after every view, in both lanes; the last that was given comes first."""
    app.after_request(hook)
    cast(TwoLanes, app).after_all.append(hook)


def divide(app: Flask, paths: Iterable[str], machines: Iterable[str]) -> None:
    """Say which addresses are for programs, when all of them are known: those that begin like `paths`.

    Pages of other blueprints than `machines` may stand among them, but for pages whose address varies.
    """
    lanes, programs, begin = cast(TwoLanes, app), set(machines), tuple(paths)
    among = [rule for rule in app.url_map.iter_rules() if begin and rule.rule.startswith(begin)]
    pages = [rule for rule in among if rule.endpoint.partition(".")[0] not in programs]
    strays = [rule.rule for rule in pages if rule.arguments]
    strays += [
        rule.rule for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in programs and rule not in among
    ]  # fmt: skip
    assert not strays, f"in the wrong lane: {strays}"
    lanes.machine_paths, lanes.page_paths = begin, frozenset(rule.rule for rule in pages)


def machine(path: str = "") -> bool:
    """Whether a program asks here, by the address of the request."""
    app = cast(TwoLanes, request_ctx.app)
    asked = path or request.path
    return asked.startswith(app.machine_paths) and asked not in app.page_paths
