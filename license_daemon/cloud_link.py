"""The only door to the cloud: HTTPS with bounds on all that comes back. What is no signed lease is silence."""

import asyncio
import ipaddress
import json
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from kernel.errors import CannotStart
from kernel.heartbeat import LONGEST_WAIT_S, SITE_ID_HEADER, SITE_KEY_HEADER

LARGEST_ANSWER = 16 * 1024
_CONNECT_S = 10.0


class CloudSilent(Exception):
    """The cloud was not heard, whatever came instead; the text is a sentence for a person."""


class CloudLink:
    """Asks with this site's id and key.

    Args:
        url: of the cloud.
        timeout_s: an answer's last byte comes within that, however slowly the others came.
        ca_file: who signs its certificate; None means whom browsers trust.

    Raises:
        CannotStart: no such address, plain http to another machine, or no such certificate authority.
    """

    def __init__(self, url: str, site_id: str, site_key: str, *, timeout_s: float, ca_file: Path | None = None) -> None:
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            base_url=_checked(url),
            verify=_trust(ca_file),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(None, connect=_CONNECT_S),
            headers={
                SITE_ID_HEADER: site_id,
                SITE_KEY_HEADER: site_key,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": "simple-pos",
            },
        )

    async def heartbeat(self, body: dict[str, Any]) -> str:
        """Say that we live; returns the lease as it came, not yet believed.

        Raises:
            CloudSilent.
        """
        answer = await self._asked("POST", "/api/heartbeat/", self._timeout_s, json=body)
        if answer is None:
            raise CloudSilent("The licence service answered without a licence.")
        return answer

    async def wait(self, serial: int, nonce: str) -> str | None:
        """Wait for something newer than `serial`; None when nothing came within LONGEST_WAIT_S.

        Raises:
            CloudSilent.
        """
        asked = {"serial": str(serial), "nonce": nonce}
        return await self._asked("GET", "/api/heartbeat/wait", LONGEST_WAIT_S + self._timeout_s, params=asked)

    async def close(self) -> None:
        """Give the connection back."""
        await self._client.aclose()

    async def _asked(self, method: str, path: str, timeout_s: float, **more: Any) -> str | None:
        try:
            async with asyncio.timeout(timeout_s), self._client.stream(method, path, **more) as answer:
                body = await _bounded(answer)
                return _lease_in(answer.status_code, body)
        except TimeoutError:
            raise CloudSilent("The licence service takes too long to answer.") from None
        except ssl.SSLError as error:
            raise CloudSilent(f"The licence service's certificate is not trusted ({error.reason}).") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise CloudSilent(_unreachable(error)) from None


async def _bounded(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_raw():
        body += part
        if len(body) > LARGEST_ANSWER:
            raise CloudSilent("Something else than the licence service answers: far too much of it.")
    return body


def _lease_in(status: int, body: bytes) -> str | None:
    if status == 204:
        return None
    if status == 401:
        raise CloudSilent("The licence service does not know this box: check SITE_ID and SITE_KEY.")
    if 300 <= status < 400:
        raise CloudSilent("The network sends us elsewhere; it may want somebody to sign in with a browser first.")
    if status != 200:
        raise CloudSilent(f"The licence service answers {status}.")
    try:
        lease = json.loads(body)["lease"]
    except (ValueError, TypeError, KeyError, RecursionError):
        lease = None
    if not isinstance(lease, str) or not lease:
        raise CloudSilent("Something else than the licence service answers; the network may want a sign-in first.")
    return lease


def _unreachable(error: Exception) -> str:
    if "CERTIFICATE" in str(error).upper():
        return "The licence service's certificate is not trusted; is the box's clock right?"
    return f"The licence service can't be reached ({type(error).__name__})."


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise CannotStart("CLOUD_URL must look like https://licence.example.com.")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise CannotStart("CLOUD_URL must begin with https://: the site's key would travel in the open.")
    return url.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError as error:  # ssl.SSLError is one
        raise CannotStart(f"CLOUD_CA_FILE {ca_file} can't be used ({error.strerror or error}).") from None
