"""What a server on this machine answers, and what is made of it: the whole way but the terminal."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import PurePosixPath
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybook.links.external import web
from policybook.links.external.cache import Cache
from policybook.links.external.checking import Fetched, Means, check
from policybook.links.external.choice import Choice
from policybook.links.external.hosts import Limits
from policybook.links.external.resolving import resolve
from policybook.links.kinds import KINDS
from policybook.links.reference import Standing
from waiting import NOON, Hourglass
from webserver import Answer, Question, Server, html, redirect, serving

YEARS = [datetime(year, 1, 1) for year in (2020, 2021, 2060, 2061)]  # noqa: DTZ001 - as trustme takes them
HERE = Choice(allow=("http://127.0.0.1:*", "https://127.0.0.1:*", "*//localhost:*", "*.invalid/*"))
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
QUICK = Limits(interval=0, timeout=5)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.answers.clear()
    running.questions.clear()
    running.most.clear()
    return running


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fetched(
    *targets: str,
    choice: Choice = HERE,
    limits: Limits = QUICK,
    glass: Hourglass | None = None,
    cache: Cache | None = None,
    trust: ssl.SSLContext | None = NOBODY,
    find: web.Resolve = resolve,
) -> Fetched:
    """What becomes of addresses; no time passes but that of this machine's own answers."""
    external = {target: [Standing(PurePosixPath("index.html"))] for target in targets}
    means = Means(
        limits,
        (glass or Hourglass()).clock,
        lambda: 0.5,
        partial(web.opened, trust=trust, find=find),
    )
    found = check(external, choice, cache or Cache(), means)
    for finding in found.findings:
        assert finding.rule in KINDS
        assert finding.message.count("`") % 2 == 0
        assert finding.message[0].islower()
        assert not finding.message.endswith(".")
    return found


def told(*targets: str, **given: object) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in fetched(*targets, **given).findings]  # type: ignore[arg-type]


def rules(*targets: str, **given: object) -> list[str]:
    return [rule for rule, _ in told(*targets, **given)]


def after(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(NOON + seconds, UTC), usegmt=True)


def flaky(*statuses: int, **headers: str) -> list[Answer]:
    """Answers that come one after the other."""
    return [Answer(status, headers if status >= 400 else {}) for status in statuses]


ANSWERS: dict[str, tuple[Answer | list[Answer], str, str]] = {
    # What is answered, the rule that says so, and how often with which methods it was asked for.
    "there": (Answer(200), "", "H"),
    "there, with nothing": (Answer(204), "", "H"),
    "head refused 403": (flaky(403, 200), "", "HG"),
    "head refused 404": (flaky(404, 200), "", "HG"),
    "head refused 405": (flaky(405, 200), "", "HG"),
    "head refused 501": (flaky(501, 200), "", "HG"),
    "head failing": (flaky(500, 200), "", "HG"),
    "not found": (Answer(404), "external-gone", "HG"),
    "gone": (Answer(410), "external-gone", "HG"),
    "password": (Answer(401), "external-refused", "HG"),
    "forbidden": (Answer(403), "external-refused", "HG"),
    "a teapot": (Answer(418), "external-refused", "HG"),
    "busy for a while": (flaky(429, 429, 200), "", "HHH"),
    "busy for some seconds": (flaky(429, 200, **{"Retry-After": "5"}), "", "HH"),
    "busy until": (flaky(429, 200, **{"Retry-After": after(30)}), "", "HH"),
    "busy for ever": (Answer(429), "external-busy", "HHH"),
    "busy for a day": (Answer(429, {"Retry-After": "86400"}), "external-busy", "H"),
    "busy until tomorrow": (Answer(429, {"Retry-After": after(86_400)}), "external-busy", "H"),
    "resting": (Answer(503, {"Retry-After": "86400"}), "external-busy", "HG"),
    "failing once": (flaky(500, 500, 200), "", "HGG"),
    "failing for ever": (Answer(503), "external-failing", "HGGG"),
    "failing by design": (Answer(501), "external-failing", "HG"),
    "a status of its own": (Answer(799), "external-failing", "HGGG"),
    "not modified": (Answer(304), "external-failing", "HG"),
    "a redirect to nowhere": (Answer(302), "external-failing", "HG"),
    "a redirect to mail": (redirect(301, "mailto:ann@example.com"), "external-failing", "HG"),
    "a redirect to nonsense": (redirect(301, "http://[::1"), "external-failing", "HG"),
    "no http": (Answer(raw=b"220 mail.example.com ESMTP\r\n\r\n"), "external-failing", "HGGG"),
    "nothing": (Answer(raw=b"\r\n"), "external-failing", "HGGG"),
}


@pytest.mark.parametrize(("answer", "rule", "methods"), ANSWERS.values(), ids=ANSWERS)
def test_answer(answer: Answer | list[Answer], rule: str, methods: str, server: Server) -> None:
    server.answers["/page"] = list(answer) if isinstance(answer, list) else answer
    assert rules(f"{server.root}/page") == ([rule] if rule else [])
    assert "".join(method[0] for method in server.asked("/page")) == methods


@pytest.mark.parametrize("status", [301, 308])
def test_page_that_moved_for_good(status: int, server: Server) -> None:
    server.answers |= {"/old": redirect(status, "/new"), "/new": Answer()}
    ((rule, message),) = told(f"{server.root}/old")
    assert rule == "external-moved"
    assert f"`{server.root}/new`" in message


@pytest.mark.parametrize("status", [302, 303, 307])
def test_page_that_is_elsewhere_for_now(status: int, server: Server) -> None:
    server.answers |= {"/old": redirect(status, "/new"), "/new": Answer()}
    assert told(f"{server.root}/old") == []
    assert server.asked("/new") == ["HEAD"]


@pytest.mark.parametrize(
    ("path", "to"),
    [("/guide", "/guide/"), ("/Guide", "/guide"), ("/guide/index.html", "/guide/")],
)
def test_other_way_to_write_an_address(path: str, to: str, server: Server) -> None:
    server.answers |= {path: redirect(301, to), to: Answer()}
    ((rule, message),) = told(f"{server.root}{path}")
    assert rule == "external-redirected"
    assert f"`{server.root}{to}`" in message


def test_move_for_good_and_on_for_now(server: Server) -> None:
    server.answers |= {"/a": redirect(301, "/b"), "/b": redirect(302, "/c"), "/c": Answer()}
    ((rule, message),) = told(f"{server.root}/a")
    assert (rule, f"{server.root}/b" in message) == ("external-redirected", True)
    assert f"{server.root}/c" not in message


def test_redirect_to_what_is_gone(server: Server) -> None:
    server.answers |= {"/old": redirect(301, "/new")}
    ((rule, message),) = told(f"{server.root}/old")
    assert rule == "external-gone"
    assert message.startswith(f"leads to `{server.root}/new`, which is gone")


def test_redirects_without_end(server: Server) -> None:
    server.answers |= {"/a": redirect(302, "/b"), "/b": redirect(301, "/a")}
    server.answers |= {f"/{n}": redirect(302, f"/{n + 1}") for n in range(20)}
    found = told(f"{server.root}/a", f"{server.root}/0")
    assert [rule for rule, _ in found] == ["external-redirect-loop"] * 2
    assert all(message.startswith("leads from redirect to redirect") for _, message in found)
    assert "/11" not in {question.path for question in server.questions}


def test_ten_redirects_have_an_end(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(302, f"/{n + 1}") for n in range(10)}
    server.answers["/10"] = Answer()
    assert told(f"{server.root}/0") == []


def test_loop_that_wants_a_cookie_is_no_loop_in_a_browser(server: Server) -> None:
    server.answers["/a"] = Answer(302, {"Location": "/a", "Set-Cookie": "seen=yes"})
    assert rules(f"{server.root}/a") == ["external-refused"]


@pytest.mark.parametrize("number", ["10.0.0.1", "192.168.0.1", "169.254.169.254", "[fd00::1]"])
def test_redirect_to_a_private_address_is_not_followed(number: str, server: Server) -> None:
    server.answers["/a"] = redirect(302, f"http://{number}/secret")
    allowed = Choice(allow=("http://127.0.0.1:*",))
    ((rule, message),) = told(f"{server.root}/a", choice=allowed)
    assert rule == "external-unchecked"
    assert number in message


def test_name_of_a_private_number_is_not_fetched() -> None:
    async def find(*_: object) -> Sequence[str]:
        return ["10.1.2.3"]

    ((rule, message),) = told("http://intranet.example/", choice=Choice(), find=find)
    assert rule == "external-unchecked"
    assert "`intranet.example`" in message


def test_name_that_is_public_only_when_it_is_judged_gets_no_question(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_really = socket.getaddrinfo

    def find_here(host: str | bytes, *rest: Any, **more: Any) -> Any:
        is_it = host in ("name.example", b"name.example")
        return find_really("127.0.0.1" if is_it else host, *rest, **more)

    async def find(*_: object) -> Sequence[str]:
        return ["93.184.215.14"]

    monkeypatch.setattr(socket, "getaddrinfo", find_here)
    target = f"http://name.example:{server.port}/"
    assert rules(target, choice=Choice(), find=find) == ["external-unchecked"]
    assert server.questions == []
    assert rules(target, choice=Choice(allow=("http://name.example:*",)), find=find) == [
        "external-gone"
    ]


def test_private_addresses_are_fetched_only_if_allowed(server: Server) -> None:
    server.answers["/"] = Answer()
    assert rules(f"{server.root}/", choice=Choice()) == ["external-unchecked"]
    assert server.questions == []
    assert rules(f"{server.root}/", choice=Choice(allow=(f"{server.root}/*",))) == []


def test_only_what_is_allowed_and_not_ignored_is_fetched(server: Server) -> None:
    targets = [f"{server.root}/{name}" for name in ("docs/a", "docs/b", "other", "docs/c#x")]
    choice = Choice(allow=(f"{server.root}/docs/*",), ignore=("*/b", "*#x"))
    found = fetched(*targets, choice=choice)
    assert [question.path for question in server.questions] == ["/docs/a", "/docs/a"]
    assert (found.judged, found.left) == (1, 3)


def test_redirects_lead_only_to_what_is_allowed(server: Server) -> None:
    server.answers |= {
        "/docs/a": redirect(302, "/other"),
        "/docs/b": redirect(302, "/login"),
    }
    choice = Choice(allow=(f"{server.root}/docs/*",), ignore=("*/login",))
    found = told(f"{server.root}/docs/a", f"{server.root}/docs/b", choice=choice)
    assert [rule for rule, _ in found] == ["external-unchecked"]
    assert {question.path for question in server.questions} == {"/docs/a", "/docs/b"}


ALONE = "; link to one that is there, or to the page alone"
PAGE = (
    '<title>Page</title><h1 id="top-of-it">Page</h1><p id="einf%C3%BChrung">1<p id="größe">2'
    '<a name="named">3</a><h2 id="user-content-usage">Usage</h2>'
    '<p name="no-anchor">4<input name="field">'
)


@pytest.mark.parametrize(
    "fragment",
    [
        "top-of-it",
        "named",
        "größe",
        "gr%C3%B6%C3%9Fe",
        "einf%C3%BChrung",
        "usage",
        "top",
        "Top",
        "!route",
        "/route",
        ":~:text=Page",
        "named:~:text=Page",
        "",
    ],
)
def test_fragment_that_is_there(fragment: str, server: Server) -> None:
    server.answers["/"] = html(PAGE)
    assert told(f"{server.root}/#{fragment}") == []


@pytest.mark.parametrize(
    ("fragment", "nearest"),
    [
        ("top-of", "; did you mean `top-of-it`?"),
        ("nameds", "; did you mean `named`?"),
        ("no-anchor", ALONE),
        ("field", ALONE),
        ("missing:~:text=Page", ALONE),
        ("grösse", "; did you mean `größe`?"),
        ("`x`", ALONE),
    ],
)
def test_fragment_that_is_missing(fragment: str, nearest: str, server: Server) -> None:
    server.answers["/"] = html(PAGE)
    ((rule, message),) = told(f"{server.root}/#{fragment}")
    assert rule == "external-anchor-missing"
    assert message.partition(" there")[2] == nearest


def test_page_is_fetched_once_for_all_its_fragments(server: Server) -> None:
    server.answers["/"] = html(PAGE)
    targets = [f"{server.root}/#{name}" for name in ("named", "x-y-z", "größe")]
    found = fetched(f"{server.root}/", f"{server.root}", *targets)
    assert [f.rule for f in found.findings] == ["external-anchor-missing"]
    assert server.asked("/") == ["GET"]


UNCERTAIN = {
    "a page that scripts make": html("<script src=app.js></script><div id=root></div>"),
    "a page that leads on": html("<meta http-equiv=refresh content='0;url=/x'>"),
    "text": Answer(200, {"Content-Type": "text/plain"}, b"text"),
    "what has no type": Answer(200, {}, b"<p id=y>"),
    "too large": html("<h1>Long</h1>" + "<p>much</p>" * 200_000 + "<p id=x>"),
    "too deep": html("<h1>Deep</h1>" + "<div>" * 5_000 + "<p id=x>"),
    "packed in another way": html("<h1>Packed</h1>", **{"Content-Encoding": "br"}),
}


@pytest.mark.parametrize("answer", UNCERTAIN.values(), ids=UNCERTAIN)
def test_fragment_that_cannot_be_judged(answer: Answer, server: Server) -> None:
    server.answers["/"] = answer
    assert rules(f"{server.root}/#x") == ["external-unchecked"]


@pytest.mark.parametrize("fragment", ["L10", "L10-L20", "tab=2"])
def test_fragment_that_scripts_may_know(fragment: str, server: Server) -> None:
    server.answers["/"] = html(PAGE)
    assert rules(f"{server.root}/#{fragment}") == ["external-unchecked"]


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "video/mp4"])
def test_fragments_of_what_is_viewed_are_no_anchors(media_type: str, server: Server) -> None:
    server.answers["/"] = Answer(200, {"Content-Type": media_type}, b"...")
    assert told(f"{server.root}/#page=2") == []


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        ("<h1 id=größe>".encode(), {}),
        ("<h1 id=größe>".encode("latin-1"), {"Content-Type": "text/html; charset=ISO-8859-1"}),
        ("<meta charset=windows-1252><h1 id=größe>".encode("cp1252"), {}),
        ("<h1 id=größe>".encode(), {"Content-Type": "text/html;charset=made-up"}),
        ("<h1 id=größe>".encode("utf-16"), {}),
        (gzip.compress("<h1 id=größe>".encode()), {"Content-Encoding": "gzip"}),
    ],
)
def test_anchors_are_read_in_the_encoding_of_the_page(
    content: bytes, headers: dict[str, str], server: Server
) -> None:
    server.answers["/"] = Answer(200, {"Content-Type": "text/html", **headers}, content)
    assert told(f"{server.root}/#größe") == []


@pytest.mark.parametrize("media_type", ["text/`html", "text/\x9bhtml", "text/" + "x" * 9_000, "??"])
def test_odd_media_types_are_not_repeated(media_type: str, server: Server) -> None:
    server.answers["/"] = Answer(200, {"Content-Type": media_type}, b"text")
    ((rule, message),) = told(f"{server.root}/#x")
    assert rule == "external-unchecked"
    assert "since it is no HTML; look in a browser" in message


def test_no_more_of_a_page_is_read_than_needed(server: Server) -> None:
    huge = gzip.compress(b"<p id=x>" + b" " * (16 << 20), 1)
    server.answers["/"] = Answer(
        200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, huge
    )
    assert told(f"{server.root}/#x") == []


def test_anchor_of_a_page_that_moved(server: Server) -> None:
    server.answers |= {"/old": redirect(301, "/new"), "/new": html(PAGE)}
    server.answers |= {"/elsewhere": redirect(302, "/new#named")}
    found = dict(told(f"{server.root}/old#named", f"{server.root}/elsewhere#not-there"))
    assert list(found) == ["external-moved"]
    assert f"`{server.root}/new#named`" in found["external-moved"]


def test_page_that_breaks_off(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n"
    server.answers["/"] = Answer(raw=head + b"<h1 id=x>")
    assert rules(f"{server.root}/#x") == ["external-failing"]
    assert rules(f"{server.root}/") == []


def test_server_that_takes_too_long(server: Server) -> None:
    def answer(_: Question) -> Answer:
        time.sleep(0.3)
        return Answer()

    server.answers["/"] = answer
    limits = Limits(interval=0, timeout=0.1, retries=1)
    assert rules(f"{server.root}/", limits=limits) == ["external-timeout"]
    assert server.asked("/") == ["HEAD", "GET", "GET"]


def test_server_that_takes_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    glass = Hourglass()
    targets = [f"http://127.0.0.1:{port}/{name}" for name in "abc"]
    assert rules(*targets, glass=glass) == ["external-unreachable"] * 3


def test_server_without_a_name(server: Server) -> None:
    server.answers["/"] = Answer()
    ((rule, message),) = told("http://nothing.invalid/", f"{server.root}/")
    assert rule == "external-host-unknown"
    assert "`nothing.invalid`" in message


def test_no_name_at_all_tells_of_no_network() -> None:
    found = rules("http://one.invalid/", "http://two.invalid/")
    assert found == ["external-unchecked"] * 2


@pytest.mark.parametrize("code", [socket.EAI_AGAIN, socket.EAI_FAIL])
def test_name_that_cannot_be_looked_up_now(code: int) -> None:
    async def find(*_: object) -> Sequence[str]:
        raise socket.gaierror(code, "not now")

    assert rules("http://name.invalid/", find=find) == ["external-unchecked"]


AUTHORITY = trustme.CA()
CERTIFICATES = {
    "in order": (AUTHORITY.issue_cert("127.0.0.1"), ""),
    "from someone": (trustme.CA().issue_cert("127.0.0.1"), "issuer"),
    "for another name": (AUTHORITY.issue_cert("other.example"), "for other"),
    "old": (AUTHORITY.issue_cert("127.0.0.1", not_before=YEARS[0], not_after=YEARS[1]), "expired"),
    "early": (
        AUTHORITY.issue_cert("127.0.0.1", not_before=YEARS[2], not_after=YEARS[3]),
        "not valid yet",
    ),
}


@pytest.mark.parametrize(("certificate", "reason"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificate(certificate: trustme.LeafCert, reason: str) -> None:
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(shown)
    trust = ssl.create_default_context()
    AUTHORITY.configure_trust(trust)
    with serving(shown) as server:
        server.answers |= {"/": Answer(), "/b": Answer()}
        found = told(f"{server.root}/", f"{server.root}/b", trust=trust)
    assert [rule for rule, _ in found] == (["external-tls"] * 2 if reason else [])
    assert all(reason in message for _, message in found)


def test_certificates_are_trusted_as_browsers_trust_them() -> None:
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(shown)
    with serving(shown) as server:
        assert rules(f"{server.root}/", trust=None) == ["external-tls"]


def test_server_that_speaks_no_tls(server: Server) -> None:
    target = f"{server.root}/".replace("http:", "https:")
    ((rule, message),) = told(target)
    assert (rule, "does not speak" in message) == ("external-tls", True)


def test_redirect_from_https_to_http_is_not_followed(server: Server) -> None:
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(shown)
    trust = ssl.create_default_context()
    AUTHORITY.configure_trust(trust)
    with serving(shown) as safe:
        safe.answers["/"] = redirect(301, f"{server.root}/")
        ((rule, message),) = told(f"{safe.root}/", trust=trust)
    assert rule == "external-insecure"
    assert f"`{server.root}/`" in message
    assert server.questions == []


def test_nothing_of_users_is_sent_or_told(server: Server) -> None:
    server.answers |= {
        "/a": Answer(302, {"Location": f"http://ann:word@127.0.0.1:{server.port}/b"}),
        "/b": Answer(404, {"Set-Cookie": "seen=yes; Path=/"}),
    }
    found = told(f"http://ann:word@127.0.0.1:{server.port}/a", f"{server.root}/c")
    assert "word" not in str(found)
    for question in server.questions:
        assert question.headers["user-agent"].startswith("policybook/")
        assert not {"authorization", "cookie", "referer"} & {*question.headers}


def test_proxies_of_the_environment_are_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.root)
    server.answers |= {"http://far.invalid/": Answer()}
    assert rules("http://far.invalid/", "http://far.invalid/x", choice=Choice()) == [
        "external-gone"
    ]


@pytest.mark.parametrize("host", ["10.0.0.1", "10.1", "167772161", "10\u30020\u30020\u30021"])
def test_a_proxy_is_not_asked_for_private_addresses(
    host: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.root)
    server.answers |= {"http://far.invalid/": Answer()}
    assert rules("http://far.invalid/", f"http://{host}/", choice=Choice()) == [
        "external-unchecked"
    ]
    assert [question.path for question in server.questions] == ["http://far.invalid/"]


def test_proxy_that_is_out_of_reach_says_nothing_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{free.getsockname()[1]}")
    targets = ["http://far.invalid/", "https://far.invalid/"]
    assert rules(*targets, choice=Choice()) == ["external-unchecked"] * 2


def test_no_more_questions_at_a_time_than_the_limits_say(server: Server) -> None:
    # Three meet, and a fourth never comes: the barrier opens by what is allowed alone.
    meeting = Barrier(3)

    def answer(_: Question) -> Answer:
        with suppress(BrokenBarrierError):
            meeting.wait(0.2)
        return Answer()

    hosts = ("127.0.0.1", "localhost")
    server.answers |= {f"/{n}": answer for n in range(6)}
    targets = [f"http://{host}:{server.port}/{n}" for n in range(6) for host in hosts]
    limits = Limits(concurrency=3, per_host=2, interval=0)
    assert told(*targets, limits=limits) == []
    assert server.most == {"all": 3, "127.0.0.1": 2, "localhost": 2}


def test_what_is_all_right_is_asked_once(server: Server) -> None:
    server.answers |= {"/": html(PAGE), "/moved": redirect(301, "/")}
    targets = [f"{server.root}/{name}" for name in ("", "#named", "#missing", "gone", "moved")]
    first = fetched(*targets)
    assert (first.judged, first.known) == (5, 0)
    server.questions.clear()
    second = fetched(*targets, cache=first.cache)
    assert (second.judged, second.known) == (3, 2)
    assert second.findings == first.findings
    assert sorted({question.path for question in server.questions}) == ["/", "/gone", "/moved"]
    server.questions.clear()
    assert fetched(*targets[:2], cache=first.cache).known == 2
    assert server.questions == []


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 301 Moved",
        b"HTTP/1.1 999",
        b"HTTP/9.9 200 OK",
        b"Location: /",
        b"Location: http://[",
        b"Location: \xff\xfe",
        b"Location: //",
        b"Content-Type: text/html; charset=\xe9",
        b"Content-Encoding: gzip",
        b"Content-Length: -1",
        b"Content-Length: 5",
        b"Transfer-Encoding: chunked",
        b"Retry-After: \xb2",
        b"Set-Cookie: ;;=",
        b": none",
        b"",
    ]
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=40) | st.lists(LINES | st.binary(max_size=8), max_size=6).map(b"\r\n".join)
)
def test_any_answer_is_taken(server: Server, raw: bytes) -> None:
    server.answers["/"] = Answer(raw=raw + b"\r\n\r\n<p id=y>")
    found = fetched(f"{server.root}/#x", limits=Limits(interval=0, timeout=1, retries=0))
    assert len(found.findings) <= 2
