"""What every answer carries: a number for support, and the headers that tell the browser what the page may not do."""

import re

from flask import Flask, Response, g, has_request_context, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
    XPermittedCrossDomainPolicies,
)

from marketplace.core import logs
from marketplace.core.ids import new_ref
from marketplace.web.shared import lanes

TWO_YEARS_S = 2 * 365 * 24 * 3600
REQUEST_ID = "X-Request-ID"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

POLICY = (
    ContentSecurityPolicy()
    .default_src("'self'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:")
    .font_src("'self'")
    .connect_src("'self'")
    .form_action("'self'")
    .frame_ancestors("'none'")
    .object_src("'none'")
    .base_uri("'none'")
)
ALWAYS = Secure(
    csp=POLICY,
    xcto=XContentTypeOptions().nosniff(),
    xfo=XFrameOptions().deny(),
    referrer=ReferrerPolicy().same_origin(),
    coop=CrossOriginOpenerPolicy().same_origin(),
    corp=CrossOriginResourcePolicy().same_origin(),
    xpcdp=XPermittedCrossDomainPolicies().none(),
    permissions=PermissionsPolicy().camera().geolocation().microphone().payment().usb(),
).header_items()
# Pages show balances and cards: a shared or stolen browser must not find them again.
EVERYWHERE = (*ALWAYS, ("Cache-Control", "no-store"))
ON_HTTPS = Secure(hsts=StrictTransportSecurity().max_age(TWO_YEARS_S).include_subdomains()).header_items()
EVERYWHERE_ON_HTTPS = (*EVERYWHERE, *ON_HTTPS)


def init_app(app: Flask) -> None:
    """Number every request before anything can go wrong with it, and dress every answer. The first but for counting."""
    lanes.before_all(app, _number)
    lanes.after_all(app, _dress)


def policy_with_wasm() -> str:
    """The policy of a page that runs WebAssembly of our own: the same, and scripts may compile it."""
    said = dict(ALWAYS)["Content-Security-Policy"]
    return said.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def request_id() -> str:
    """The number of this request, as support asks for it; empty outside one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def _number() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else new_ref()
    logs.begin(request_id=g.request_id, method=request.method, route=str(request.url_rule or "-"))


def _dress(response: Response) -> Response:
    said = {name.lower() for name, _ in response.headers}
    wanted = EVERYWHERE_ON_HTTPS if request.is_secure else EVERYWHERE
    response.headers.extend([(name, value) for name, value in wanted if name.lower() not in said])
    if "request_id" in g:
        response.headers[REQUEST_ID] = g.request_id
    return response
