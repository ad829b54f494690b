"""The routes: the one home of FastAPI. Thin: what is read and how it is shown is decided elsewhere."""

from datetime import tzinfo

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException

from worker import __version__
from worker.errors import StorageError
from worker.log import get_logger
from worker.web.guard import Guard
from worker.web.look import Look
from worker.web.pages import Pages, read_assets
from worker.web.places import read_place, write_place

log = get_logger(__name__)

NO_STORE = {"cache-control": "no-store"}
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
SILENT: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI tells OpenTelemetry of each request, and an environment variable can make it send that somewhere."""
NEWEST = "Wirewatch-Newest"
"""The header in which a fragment says how far it reaches; also where it brings nothing."""

_NO_DATABASE = "The database does not answer as it should. The log of `wirewatch web` says why, and so does /readyz."
_ERRORS = {
    400: ("That address cannot be read", "Something in it was cut off or changed. Begin at the first page."),
    404: ("There is no such page", "It may have moved, or the address has a slip in it."),
}


def make_app(look: Look, *, zone: tzinfo, hosts: frozenset[str]) -> FastAPI:
    """The web application.

    look: reads for it. zone: the operator's, for times that people read. hosts: the names by which it may be
    asked for (worker.web.guard.allowed_hosts).
    """
    assets = read_assets()
    pages = Pages(assets, zone)
    app = FastAPI(
        title="Wirewatch", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, telemetry=SILENT
    )
    app.add_middleware(Guard, allowed=hosts, page=pages.error)
    methods = ["GET", "HEAD"]

    def html(body: str, status: int = 200) -> Response:
        return Response(body, status, NO_STORE, media_type="text/html; charset=utf-8")

    def failed(status: int) -> Response:
        headline, sentence = _ERRORS.get(status, ("That did not work", "Begin at the first page."))
        return html(pages.error(status, headline, sentence), status)

    @app.exception_handler(HTTPException)
    async def _no_page(_request: Request, error: HTTPException) -> Response:
        return failed(error.status_code)

    @app.exception_handler(StorageError)
    async def _no_database(_request: Request, error: StorageError) -> Response:
        log.warning("a page needs the database", error=str(error), fix=error.hint)
        return html(pages.error(503, "The alerts cannot be read just now", _NO_DATABASE), 503)

    @app.api_route("/healthz", methods=methods, response_model=None)
    async def healthz() -> Response:
        """That this process answers; looks at nothing else."""
        return JSONResponse({"status": "ok", "version": __version__}, headers=NO_STORE)

    @app.api_route("/readyz", methods=methods, response_model=None)
    def readyz() -> Response:
        """Whether all that alerts need is there: 200, or 503 and what is not."""
        found = look.readiness()
        return JSONResponse(found.as_dict(), 200 if found.ready else 503, NO_STORE)

    @app.api_route("/", methods=methods, response_model=None)
    def alerts(request: Request) -> Response:
        """The alerts, newest first. ?all=1: also those not told. ?before=PLACE: those behind a place."""
        told_only = request.query_params.get("all") != "1"
        asked = request.query_params.get("before")
        before = read_place(asked) if asked is not None else None
        if asked is not None and before is None:
            return failed(400)
        listed = look.listed(told_only=told_only, before=before)
        untold = look.untold() if told_only and not listed.alerts and before is None else 0
        return html(pages.alerts(listed, look.standing(), told_only=told_only, first=before is None, untold=untold))

    @app.api_route("/fragment", methods=methods, response_model=None)
    def fragment(request: Request) -> Response:
        """What changed since ?after=PLACE and ?state=STAMP: 200 with HTML, or 204."""
        after = read_place(request.query_params.get("after", ""))
        if after is None:
            return PlainTextResponse("after= is missing, or no place\n", 400, NO_STORE)
        listed = look.fresh(after, told_only=request.query_params.get("all") != "1")
        body = pages.fragment(listed, look.standing(), stamp=request.query_params.get("state", ""))
        headers = {**NO_STORE, NEWEST: write_place(listed.newest)}
        if body is None:
            return Response(status_code=204, headers=headers)
        return Response(body, headers=headers, media_type="text/html; charset=utf-8")

    @app.api_route("/static/{name}", methods=methods, response_model=None)
    async def static(name: str, v: str = "") -> Response:
        """A file that pages load; for ever under its version, else to be asked for again."""
        asset = assets.get(name)
        if asset is None:
            return failed(404)
        return Response(
            asset.body, headers=FOR_EVER if v == asset.version else NO_STORE, media_type=asset.content_type
        )

    return app


__all__ = ["FastAPI", "make_app"]
