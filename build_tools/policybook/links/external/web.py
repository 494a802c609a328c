"""Questions to servers, the only use of httpx."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Any

import httpx

from policybook.links.external.address import is_private
from policybook.links.external.answers import Failure, Fault, Reply
from policybook.links.external.hosts import Limits
from policybook.links.external.resolving import resolve

MOST_BYTES = 2 << 20
"""How much of a page is read; few are larger."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_HEADERS = {
    "user-agent": f"policybook/{version('policybook')}",
    "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "accept-encoding": "gzip",
}
_LOCATION = "location"
_TYPE = re.compile(r"[\w!#$&^.+-]{1,63}/[\w!#$&^.+-]{1,63}", re.ASCII)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CONNECT = 10.0
_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})
_CERTIFICATES = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is its own word alone",
    19: "its certificate is from an issuer that is not known here",
    20: "its certificate is from an issuer that is not known here",
    23: "its certificate is revoked",
    62: "its certificate is for other names",
    64: "its certificate is for other addresses",
}
"""What OpenSSL's verification errors mean (X509_V_ERR_…)."""


@asynccontextmanager
async def opened(
    limits: Limits, trust: ssl.SSLContext | None = None, find: Resolve = resolve
) -> AsyncIterator[HttpWeb]:
    """The web, for as long as it is asked. `trust` has the issuers of certificates to go by."""
    try:
        client = httpx.AsyncClient(
            headers=_HEADERS,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(limits.timeout, connect=min(_CONNECT, limits.timeout), pool=None),
            limits=httpx.Limits(max_keepalive_connections=limits.concurrency, keepalive_expiry=5.0),
            verify=trust or True,
            event_hooks={"response": [_put_by]},
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise UnfitProxyError(str(error)) from None
    async with client:
        yield HttpWeb(client, limits.timeout, find)


class UnfitProxyError(Exception):
    """That a proxy which the environment names is none that can be used."""


class HttpWeb:
    """Asks servers by HTTP/1.1, through the proxies that the environment names."""

    def __init__(self, client: httpx.AsyncClient, timeout: float, find: Resolve) -> None:
        self._client = client
        self._timeout = timeout
        self._find = find

    async def ask(
        self, method: str, page: str, *, wants_content: bool, anywhere: bool
    ) -> Reply | Fault:
        """What the server of a page answers; only with `anywhere` it may be a private one."""
        try:
            url = httpx.URL(page)
        except httpx.InvalidURL:
            return Fault(Failure.NO_WAY, "its address cannot be read")
        host = url.raw_host.decode("ascii")
        if is_private(host) and not anywhere:
            # A proxy would ask it: only there other marks are read as dots and digits here.
            return Fault(Failure.PRIVATE, host)
        way = _Way(host, self._find, anywhere=anywhere)
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._client.stream(method, url, extensions={"trace": way}) as response,
            ):
                return await _reply(response, wants_content=wants_content)
        except _NoWayError as refusal:
            return refusal.fault
        except (httpx.TimeoutException, TimeoutError) as error:
            return Fault(Failure.TIMEOUT, is_of_server=isinstance(error, httpx.ConnectTimeout))
        except httpx.ProxyError:
            return Fault(Failure.NO_WAY, "the proxy refuses", is_of_server=True)
        except httpx.ConnectError as error:
            if way.is_by_proxy:
                return Fault(Failure.NO_WAY, "the proxy cannot be reached", is_of_server=True)
            return _unconnected(error)
        except (httpx.TransportError, zlib.error):
            return Fault(Failure.BROKEN)


class _NoWayError(Exception):
    """Raised within httpx to keep it from connecting."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


class _Way:
    """Looks at whom a connection is made to: before it is, and once more before it is used.

    A name could lead to one number when it is looked up to judge it, and to another then.
    """

    def __init__(self, host: str, find: Resolve, *, anywhere: bool) -> None:
        self._host = host
        self._find = find
        self._anywhere = anywhere
        self.is_by_proxy = False

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a step on the way; httpx calls this."""
        if event == "connection.connect_tcp.started":
            self.is_by_proxy = info["host"] != self._host
            if not self.is_by_proxy:
                self._judge(await self._numbers(info["port"]))
        elif event == "connection.connect_tcp.complete" and not self.is_by_proxy:
            stream = info["return_value"]
            try:
                self._judge([str(stream.get_extra_info("server_addr")[0])])
            except _NoWayError:
                await stream.aclose()
                raise

    async def _numbers(self, port: int) -> Sequence[str]:
        try:
            async with asyncio.timeout(_CONNECT):
                return await self._find(self._host, port)
        except TimeoutError:
            reason = "its name cannot be looked up now"
        except socket.gaierror as error:
            if error.errno in _NO_NAME:
                fault = Fault(Failure.UNKNOWN_NAME, is_of_server=True)
                raise _NoWayError(fault) from None
            reason = "its name cannot be looked up now"
        raise _NoWayError(Fault(Failure.NO_WAY, reason, is_of_server=True))

    def _judge(self, numbers: Sequence[str]) -> None:
        private = next(filter(is_private, numbers), None)
        if private and not self._anywhere:
            raise _NoWayError(Fault(Failure.PRIVATE, private))


async def _put_by(response: httpx.Response) -> None:
    """Keep from httpx where a redirect leads: it would read that, and break off over some."""
    response.extensions[_LOCATION] = response.headers.pop("location", "")


async def _reply(response: httpx.Response, *, wants_content: bool) -> Reply:
    headers = response.headers
    named, _, rest = headers.get("content-type", "").partition(";")
    media_type = named.strip().lower()
    charset = _CHARSET.search(rest)
    wants_content &= response.is_success
    content, is_whole = await _content(response) if wants_content else (b"", True)
    return Reply(
        status=response.status_code,
        location=response.extensions[_LOCATION],
        retry_after=headers.get("retry-after", ""),
        media_type=media_type if _TYPE.fullmatch(media_type) else "",
        encoding=charset.group(1) if charset else "",
        content=content,
        is_whole=is_whole,
        sets_cookie="set-cookie" in headers,
    )


async def _content(response: httpx.Response) -> tuple[bytes, bool]:
    """What an answer has, up to a limit, and whether that is all of it.

    It is unpacked here and not by httpx, which would unpack all that little can be packed into.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        return b"", False
    unpacker = None if packing == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 16)
    content = bytearray()
    async for chunk in response.aiter_raw():
        room = MOST_BYTES + 1 - len(content)
        content += unpacker.decompress(chunk, room) if unpacker else chunk[:room]
        if len(content) > MOST_BYTES:
            return bytes(content), False
    return bytes(content), unpacker is None or unpacker.eof


def _unconnected(error: httpx.ConnectError) -> Fault:
    """Why there is no connection, from what lies below the error."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = _CERTIFICATES.get(cause.verify_code, "its certificate cannot be verified")
            return Fault(Failure.TLS, reason, is_of_server=True)
        if isinstance(cause, ssl.SSLEOFError):
            return Fault(Failure.BROKEN)
        if isinstance(cause, ssl.SSLError):
            return Fault(
                Failure.TLS, "its server does not speak as `https:` asks it to", is_of_server=True
            )
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno}
    if numbers and numbers <= _NO_WAY:
        return Fault(Failure.NO_WAY, "there is no way to it from here", is_of_server=True)
    return Fault(Failure.REFUSED, is_of_server=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _causes(part)
    if cause := error.__cause__ or error.__context__:
        yield from _causes(cause)
