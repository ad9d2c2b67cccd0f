"""`/trust`: how a phone comes to trust the box's own certificate, in Greek and English, and the file it installs."""

from html import escape
from pathlib import Path
from string import Template

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse

from kernel.errors import NotFound
from kernel.trust import authority_file, read_trust

_PAGES = Path(__file__).parent / "pages"


class NoAuthority(NotFound):
    """This box has no certificate authority of its own."""

    code = "no-authority"
    hint = 'Use http, or let whoever looks after this system run "pos trust".'


def serve_trust(app: FastAPI, data_dir: Path) -> None:
    """Add the page and the file; both are public, and served over http too, for that is where a phone begins."""

    @app.get("/trust", include_in_schema=False)
    def _page() -> HTMLResponse:
        trust = read_trust(data_dir)
        if trust is None:
            return HTMLResponse((_PAGES / "no_trust.html").read_text("utf-8"), 404)
        links = "".join(f'<li><a href="{escape(url)}">{escape(url)}</a></li>' for url in map(_url, trust.hosts))
        page = Template((_PAGES / "trust.html").read_text("utf-8"))
        return HTMLResponse(page.substitute(links=links, fingerprint=escape(trust.fingerprint)))

    @app.get("/trust/authority.crt", include_in_schema=False)
    def _authority() -> FileResponse:
        if read_trust(data_dir) is None:
            raise NoAuthority("This box has no certificate authority.")
        return FileResponse(
            authority_file(data_dir), media_type="application/x-x509-ca-cert", filename="simple-pos.crt"
        )


def _url(host: str) -> str:
    return f"https://{f'[{host}]' if ':' in host else host}/waiter/"
