"""`pos api`: the application, wired, and the server that runs it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from api import problems
from api.dependencies import gate
from api.house import House, build_house
from api.license_gate import HouseLicense, LicenseGate
from api.metrics import Meter, Metered
from api.middleware import bound_of
from api.routes import (
    audit,
    auth,
    backups,
    box_lock,
    checks,
    courses,
    floor_plan,
    house_rules,
    menu,
    menu_edit,
    menu_file,
    moves,
    order_life,
    orders,
    places,
    previews,
    printer_checks,
    printers,
    printing,
    reports,
    sharing,
    staff,
    system,
    tables,
)
from api.sessions import open_sessions
from api.settings import ApiSettings
from api.trust_page import serve_trust
from kernel.database import open_database
from kernel.license_keeper import open_keeper
from kernel.logging import configure_logging, get_logger
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret
from kernel.settings import usable_data_dir
from kernel.topics import Topics
from kernel.version import VERSION
from kernel.web.problems import document_problems
from kernel.web.request_frame import RequestFrame
from kernel.web.server import listen, serve
from order_service.store.images import ImageFolder
from order_service.store.migrate import migrate

log = get_logger("api")


def open_house(settings: ApiSettings) -> House:
    """Everything the API needs, opened and migrated, not yet started.

    Raises:
        CannotStart: wrong settings, unwritable folder, unreadable database.
    """
    usable_data_dir(settings.data_dir)
    endpoint = BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file)
    secret_key = settings.secret_key.get_secret_value()
    sessions = open_sessions(settings.data_dir, secret_key, settings.site_id, settings.session_hours)
    database = open_database(settings.database_url, settings.database_path)
    migrate(database, settings.data_dir)
    house = build_house(
        database,
        settings.house_rules,
        sessions,
        endpoint,
        Topics(settings.site_id),
        partial(ensure_secret, settings.data_dir),
        ImageFolder(settings.data_dir / "images"),
        settings.printer_doors,
        HouseLicense(open_keeper(settings, "api"), settings.license_contact),
        settings.data_dir,
        loops_inside=settings.order_service == "inside",
        alert_after_s=settings.alert_after_s,
    )
    house.public_url = settings.public_url
    return house


def create_app(build: Callable[[], House], web_dir: Path | None = None, meter: Meter | None = None) -> FastAPI:
    """The ASGI application.

    Args:
        build: called when the application starts.
        web_dir: folder of the built web apps; None serves the API alone.
        meter: counts and times what is answered; None counts nothing.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        house = build()
        app.state.house = house
        house.start()
        log.info("api_started")
        try:
            yield
        finally:
            house.stop()
            log.info("api_stopped")

    app = FastAPI(
        title="Simple POS site API",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=_operation_name,
    )
    for module in (
        auth,
        tables,
        orders,
        sharing,
        audit,
        order_life,
        checks,
        moves,
        courses,
        menu,
        menu_edit,
        menu_file,
        places,
        previews,
        printer_checks,
        printers,
        printing,
        reports,
        system,
        backups,
        house_rules,
        box_lock,
        staff,
        floor_plan,
    ):
        app.include_router(module.router, dependencies=[Depends(gate)])
    problems.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(LicenseGate)
    app.add_middleware(RequestFrame, bound_of=bound_of)
    if meter is not None:
        app.add_middleware(Metered, meter=meter)
    document_problems(app)
    if web_dir is not None:
        _serve_web(app, web_dir)
    return app


def run(settings: ApiSettings) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit status.

    Raises:
        CannotStart: wrong settings, busy port, unwritable folder, unreadable database.
    """
    configure_logging("api", level=settings.log_level)
    house = open_house(settings)
    listening = listen(settings.host, settings.port, "API_PORT")
    meter = Meter(house) if settings.metrics_port else None
    if meter is not None:
        meter.serve(settings.metrics_port)
    try:
        app = create_app(lambda: house, settings.web_dir, meter)
        serve_trust(app, settings.data_dir)
        return serve(app, listening, trusted_proxies=settings.trusted_proxies)
    finally:
        if meter is not None:
            meter.close()


def _serve_web(app: FastAPI, web_dir: Path) -> None:
    for name in ("waiter", "manager"):
        built = web_dir / name / "dist"
        if (built / "index.html").is_file():
            app.frontend(f"/{name}", directory=built, fallback="index.html")
        elif name == "waiter":
            log.warning("web_app_not_built", app=name, folder=str(built))

    @app.get("/", include_in_schema=False)
    async def _home() -> RedirectResponse:
        return RedirectResponse("/waiter/")


def _operation_name(route: APIRoute) -> str:
    return route.name
