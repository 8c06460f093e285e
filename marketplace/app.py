"""Composes the application: the one module that knows every part."""

from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import chain
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from marketplace import catalogue, codes, earning, partners, reconciliation, reports, runs, settlements, wishes
from marketplace.core import alive, erased, handed_out, places, vault
from marketplace.core.db import READ_ONLY, db
from marketplace.integrations import banks, card_registry
from marketplace.integrations.suppliers import reloadly_run
from marketplace.settings import Settings
from marketplace.web import api, console, health, hooks, metrics, storefront
from marketplace.web.shared import (
    back,
    compressing,
    counting,
    errors,
    headers,
    lanes,
    languages,
    late_rules,
    layout,
    limits,
    own_ids,
    proxies,
    requests,
    row_numbers,
    security,
    shape,
    static,
    templating,
    visitor,
    waiting,
)
from marketplace.web.shared.entry_points import EntryPoint, remember, served

# What every connection of the application is told: its narrow role, one time zone, and an end to what takes too long. A
# statement of a process that was killed ends within seconds, too.
SESSION = (
    "-c role=vitrina_app -c timezone=UTC -c statement_timeout=15s -c lock_timeout=10s"
    " -c idle_in_transaction_session_timeout=60s -c client_connection_check_interval=5s"
)
# A server that is switched off or cut off without a word is given up after seconds; these count for TCP alone.
CONNECTION_KEEPALIVE = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000,
}  # fmt: skip
MIN_POOL = 8

# The portal stands above this package, which therefore knows it by its name alone.
PORTAL: EntryPoint = import_module("partner_portal").ENTRY_POINT
ENTRY_POINTS = {
    one.name: one for one in (storefront.ENTRY_POINT, console.ENTRY_POINT, PORTAL, api.ENTRY_POINT, hooks.ENTRY_POINT)
}
# The files that are taken in by runs, in the order in which a shop is filled.
RUNS = (
    partners.RUN,
    catalogue.RUN,
    codes.RUN,
    reloadly_run.KIND,
    earning.card_operations(card_registry.operations, source=card_registry.SOURCE, codec=card_registry.ENCODING),
    reconciliation.bank_files(banks.read),
    reconciliation.payment_statuses(banks.read_statuses),
    reconciliation.TILL_EXPORTS,
    settlements.RATES,
)
forms = compressing.Forms()


class Application(lanes.TwoLanes, back.LeadsOnWithin, OpenAPI):
    """Flask with two lanes and the description of an API; what is uploaded stays in memory."""

    request_class = requests.MemoryRequest
    json_provider_class = shape.NamedOnce
    jinja_environment = templating.Templates  # whoever asks for it first
    url_rule_class = late_rules.LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none of ours is a coroutine, and Flask would find that out for each hook of each request."""
        return func


def create_app(settings: Settings, entry_points: Sequence[str] | None = None) -> OpenAPI:
    """Build the application with the entry points whose names it is given (those of the settings by default).

    Raises:
        KeysUnusable: the key file is missing or spoilt.
    """
    app = Application(
        "marketplace",
        info=Info(title="Vitrina API", version="1", description=api.documents.ABOUT),
        security_schemes=api.documents.SECURITY_SCHEMES,
        validation_error_model=api.schemas.Problem,
        validation_error_callback=api.documents.invalid,
        root_path=str(places.ROOT),
        template_folder=str(places.TEMPLATES),
        static_folder=None,
        doc_ui=False,
    )
    chosen = [ENTRY_POINTS[name] for name in (settings.entry_points if entry_points is None else entry_points)]
    _configure(app, settings)
    row_numbers.init_app(app)
    own_ids.init_app(app)
    db.init_app(app)
    with app.app_context():
        alive.watch(db.engine)
        reports.watch(db.engine, settings.seal_file)
    handed_out.install(settings.handout_journal)
    erased.install(settings.handout_journal)
    runs.install(RUNS)
    catalogue.count_wishes_with(wishes.touched)
    if chosen:
        chosen += [metrics.ENTRY_POINT, layout.ENTRY_POINT, security.ENTRY_POINT]
        vault.install(settings.keys_file)
    remember(app, [*chosen, health.ENTRY_POINT])
    if chosen:
        _dress(app, settings)
    _tell(app, settings)
    _admit(app)
    return app


def _configure(app: OpenAPI, settings: Settings) -> None:
    engine = {
        "connect_args": {"options": f"{SESSION} {READ_ONLY}", **CONNECTION_KEEPALIVE},
        "hide_parameters": True,
        "pool_size": max(MIN_POOL, settings.web_threads + 1),  # a thread holds one at most
    }
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_uri,
        SQLALCHEMY_ENGINE_OPTIONS=engine,
        OWNER_DATABASE_URI=settings.owner_database_uri,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        BABEL_TRANSLATION_DIRECTORIES=str(places.TRANSLATIONS),
    )


def _tell(app: OpenAPI, settings: Settings) -> None:
    """What pages may ask of integrations without knowing them: whether money can be moved by a provider."""
    app.extensions["payment_provider"] = lambda: hooks.is_connected(settings)


def _admit(app: OpenAPI) -> None:
    """Serve what the entry points bring."""
    guests = served(app)
    for guest in guests:
        if guest.prepare is not None:
            guest.prepare(app)
        for blueprint in (*guest.blueprints, *guest.machines):
            if isinstance(blueprint, APIBlueprint):
                app.register_api(blueprint)
            else:
                app.register_blueprint(blueprint)
    machines = (blueprint.name for guest in guests for blueprint in guest.machines)
    layout.lead_in(app)
    lanes.divide(app, chain.from_iterable(guest.paths for guest in guests), machines)


def _dress(app: OpenAPI, settings: Settings) -> None:
    """What every entry point has: languages, layout, static files, protection of forms, sign-in."""
    templating.init_app(app)
    compressing.init_app(app)
    proxies.init_app(app, settings.trusted_proxies)
    counting.init_app(app, processes=settings.web_workers)
    headers.init_app(app)
    visitor.init_app(app)
    languages.init_app(app)
    shape.init_app(app)
    forms.init_app(app)
    errors.init_app(app)
    waiting.init_app(app)
    limits.init_app(app, dict(chain.from_iterable(guest.limits.items() for guest in served(app))))
    layout.init_app(app)
    security.register(app)
    static.init_app(app, source=places.STATIC, keep=settings.var_dir / "static")
