"""Our errors -> RFC 9457 problem details, at the site and at the cloud: which failure has which number."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PosError,
    StorageFull,
    TooMany,
    Unavailable,
)
from kernel.verdict import NotLicensed, SiteLocked


class Problem(BaseModel):
    """RFC 9457 problem details; every answer from 400 up has this shape."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/docs/errors#order-already-closed"])
    title: str
    status: int
    detail: str
    code: str
    """Stable slug, the key of the sentence in the web apps' languages."""
    hint: str
    """What a person can do now."""
    correlation_id: str


STATUS: dict[type[PosError], int] = {
    NotSignedIn: 401,
    NotLicensed: 402,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    SiteLocked: 423,
    TooMany: 429,
    Unavailable: 503,
    StorageFull: 507,
}

_MEANING = {
    400: "The request can't be read.",
    401: "Sign in first.",
    402: "The licence does not hold: `reason`, `expires_at` and whom to `call` say more.",
    403: "Somebody else may do this.",
    404: "There is no such thing.",
    405: "This address does not do that.",
    409: "The state changed meanwhile, or the step makes no sense in it.",
    413: "The request is too large.",
    422: "A value in the request is wrong.",
    423: "The house is locked: `lock_reason` says why.",
    429: "Too many tries; Retry-After says when to come back.",
    500: "A fault of ours; the log has it under the correlation id.",
    503: "Not available just now; Retry-After says when to come back.",
    507: "The disk is full.",
}


def status_of(error: PosError) -> int:
    """The HTTP status of the nearest family."""
    for family in type(error).__mro__:
        if family in STATUS:
            return STATUS[family]
    return 500


def problem_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: the failures a route may answer beside its success."""
    always = (400, 413, 422, 500, 503, 507)
    return {
        status: {
            "description": _MEANING[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, *always})
    }


def problem(
    status: int,
    code: str,
    detail: str,
    hint: str,
    correlation_id: str,
    *,
    headers: dict[str, str] | None = None,
    facts: dict[str, Any] | None = None,
) -> JSONResponse:
    """One problem document; `facts` become extra members and never replace the standard ones."""
    body = Problem(
        type=f"/docs/errors#{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        hint=hint,
        correlation_id=correlation_id,
    )
    return JSONResponse(
        {**(facts or {}), **body.model_dump()}, status, headers=headers, media_type="application/problem+json"
    )


def bug(correlation_id: str) -> JSONResponse:
    """A fault of ours; the middleware answers with it, so that it bears the same headers as every answer."""
    return problem(
        500,
        "bug",
        "Something went wrong on our side.",
        "Try again; if it stays, tell whoever looks after this system the number below.",
        correlation_id,
    )


def answer_for(error: PosError, correlation_id: str) -> JSONResponse:
    """A failure of ours as a problem document."""
    status = status_of(error)
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_s)
    elif isinstance(error, Unavailable):
        headers["Retry-After"] = "2"
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        status,
        error.code,
        error.detail,
        error.hint,
        correlation_id,
        headers=headers,
        facts={name: value for name, value in error.facts.items() if isinstance(value, str | int | list | None)},
    )


def correlation_id_of(request: Request) -> str:
    """Minted by the middleware for each request."""
    return str(request.scope.get("state", {}).get("correlation_id", ""))


def install(app: FastAPI) -> None:
    """Teach the application to answer every failure as a problem document."""

    @app.exception_handler(PosError)
    async def _ours(request: Request, error: PosError) -> JSONResponse:
        return answer_for(error, correlation_id_of(request))

    @app.exception_handler(RequestValidationError)
    async def _unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = [
            {"where": ".".join(str(part) for part in one["loc"]), "what": str(one["msg"])[:200]}
            for one in error.errors()[:20]
        ]
        detail = "; ".join(f"{one['where']}: {one['what']}" for one in faults[:3])
        return problem(
            422, "invalid-request", detail, Invalid.hint, correlation_id_of(request), facts={"faults": faults}
        )

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        codes = {400: "unreadable-request", 404: "no-such-address", 405: "method-not-allowed"}
        return problem(
            error.status_code,
            codes.get(error.status_code, f"http-{error.status_code}"),
            str(error.detail),
            "Check the address and the body of the request.",
            correlation_id_of(request),
            headers=dict(error.headers or {}),
        )


def document_problems(app: FastAPI, *more: type[BaseModel]) -> None:
    """Put the schema of the problem document, and of `more` bodies that are read by hand, beside the others."""
    original = app.openapi

    def openapi() -> dict[str, object]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            kinds: tuple[type[BaseModel], ...] = (Problem, *more)
            for kind in kinds:
                described = kind.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas |= described.pop("$defs", {})
                schemas[kind.__name__] = described
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema
