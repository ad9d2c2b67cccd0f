"""`pos cloud`: the application, wired, and the server that runs it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.routing import APIRoute

from cloud_license.cloud import Cloud, build_cloud
from cloud_license.commands.first_admin import ensure_admin
from cloud_license.dependencies import gate
from cloud_license.routes import audit, auth, heartbeat, sites, system
from cloud_license.schemas.heartbeat import HeartbeatIn
from cloud_license.sessions import hash_password, open_sessions
from cloud_license.settings import CloudSettings
from cloud_license.signing import LeaseKeys, open_keys, rotate
from cloud_license.store.book import Book
from cloud_license.store.migrate import migrate
from cloud_license.store.signing_keys import agree, replace
from kernel.database import open_database
from kernel.logging import configure_logging, get_logger
from kernel.settings import usable_data_dir
from kernel.version import VERSION
from kernel.web.problems import document_problems, install
from kernel.web.request_frame import RequestFrame
from kernel.web.server import listen, serve

MAX_HEARTBEAT_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024

log = get_logger("cloud")


def open_cloud(settings: CloudSettings) -> Cloud:
    """Everything a worker needs, opened and migrated, not yet started.

    Raises:
        CannotStart: wrong settings, no sysadmin, unwritable folder, unreadable database, another signing key.
    """
    usable_data_dir(settings.data_dir)
    sessions = open_sessions(settings.data_dir, settings.secret_key.get_secret_value(), settings.session_minutes)
    keys = open_keys(settings.data_dir)
    database = open_database(settings.database_url, settings.data_dir / "cloud.db")
    migrate(database)
    cloud = build_cloud(database, sessions, keys, settings.public_url)
    name, password = settings.admin_username, settings.admin_password.get_secret_value()
    cloud.book.keep(lambda unit: ensure_admin(unit, name, password, hash_password))
    cloud.book.keep(lambda unit: agree(unit, keys))
    return cloud


def create_app(build: Callable[[], Cloud], web_dir: Path | None = None) -> FastAPI:
    """The ASGI application.

    Args:
        build: called when the application starts.
        web_dir: folder of the built console; None serves the API alone.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        cloud = build()
        app.state.cloud = cloud
        cloud.start()
        log.info("cloud_started")
        try:
            yield
        finally:
            cloud.stop()
            log.info("cloud_stopped")

    app = FastAPI(
        title="Simple POS cloud API",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=_operation_name,
    )
    for module in (auth, sites, audit, heartbeat, system):
        app.include_router(module.router, dependencies=[Depends(gate)])
    install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(RequestFrame, bound_of=_bound_of)
    document_problems(app, HeartbeatIn)
    if web_dir is not None:
        _serve_console(app, web_dir)
    return app


def run(settings: CloudSettings) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit status.

    Raises:
        CannotStart: see `open_cloud`; or a busy port.
    """
    configure_logging("cloud", level=settings.log_level)
    cloud = open_cloud(settings)
    listening = listen(settings.host, settings.port, "CLOUD_PORT")
    app = create_app(lambda: cloud, settings.web_dir)
    return serve(app, listening, trusted_proxies=settings.trusted_proxies, going_down=cloud.going_down)


def rotate_signing_key(settings: CloudSettings) -> LeaseKeys:
    """Let the spare key sign from now on; workers that run keep the old one until they are started again.

    Raises:
        CannotStart: the spare key's file is not here, or the database does not answer.
    """
    database = open_database(settings.database_url, settings.data_dir / "cloud.db")
    migrate(database)
    keys = rotate(settings.data_dir)
    book = Book(database, on_change=lambda _site: None)
    book.keep(lambda unit: replace(unit, keys))
    book.close()
    return keys


def _serve_console(app: FastAPI, web_dir: Path) -> None:
    if (web_dir / "index.html").is_file():
        app.frontend("/", directory=web_dir, fallback="index.html")
    else:
        log.warning("console_not_built", folder=str(web_dir))


def _bound_of(_method: str, path: str, _content_type: str) -> int:
    return MAX_HEARTBEAT_BYTES if path.startswith("/api/heartbeat/") else MAX_BODY_BYTES


def _operation_name(route: APIRoute) -> str:
    return route.name
