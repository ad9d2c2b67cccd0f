"""`pos api`: the application, wired, and the server that runs it."""

import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from api import problems
from api.dependencies import gate
from api.house import House, build_house
from api.middleware import RequestFrame
from api.routes import (
    audit,
    auth,
    checks,
    courses,
    floor_plan,
    menu,
    menu_edit,
    menu_file,
    moves,
    order_life,
    orders,
    places,
    printing,
    reports,
    sharing,
    staff,
    system,
    tables,
)
from api.schemas.common import Problem
from api.sessions import open_sessions
from api.settings import ApiSettings
from kernel.database import open_database
from kernel.errors import CannotStart
from kernel.logging import configure_logging, get_logger
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret
from kernel.settings import usable_data_dir
from kernel.topics import Topics
from kernel.version import VERSION
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
        loops_inside=settings.order_service == "inside",
        alert_after_s=settings.alert_after_s,
    )
    house.data_dir = settings.data_dir
    house.public_url = settings.public_url
    return house


def create_app(build: Callable[[], House], web_dir: Path | None = None) -> FastAPI:
    """The ASGI application.

    Args:
        build: called when the application starts.
        web_dir: folder of the built web apps; None serves the API alone.
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
        printing,
        reports,
        system,
        staff,
        floor_plan,
    ):
        app.include_router(module.router, dependencies=[Depends(gate)])
    problems.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(RequestFrame)
    _document_problems(app)
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
    listening = _listen(settings.host, settings.port)
    app = create_app(lambda: house, settings.web_dir)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        proxy_headers=False,
    )
    server = _Server(config)
    gc.collect()
    gc.freeze()  # else the collector walks all that was loaded at the start, again and again, in the middle of a Send
    server.run(sockets=[listening])
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """uvicorn raises a signal that stopped it once more at its end; for a supervisor a clean stop is no signal."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT, and leave it at that."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotStart(
            f"Port {port} can't be used ({error.strerror}). Set API_PORT to another, or stop what holds it."
        ) from error
    return listening


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


def _document_problems(app: FastAPI) -> None:
    """Put the problem document's schema beside the others, once."""
    original = app.openapi

    def openapi() -> dict[str, object]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            schemas["Problem"] = Problem.model_json_schema()
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema
