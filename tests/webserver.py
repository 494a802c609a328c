"""A web server on this machine that answers as a test says, and counts."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread


@dataclass(frozen=True)
class Answer:
    """What is sent for a question; `raw` takes the place of all the rest."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    raw: bytes = b""


def html(text: str, **headers: str) -> Answer:
    """A page."""
    return Answer(200, {"Content-Type": "text/html", **headers}, text.encode())


def redirect(status: int, location: str) -> Answer:
    """An answer that leads elsewhere."""
    return Answer(status, {"Location": location})


@dataclass(frozen=True)
class Question:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[str, str]


Rule = Callable[[Question], Answer]


class Server:
    """Answers by path. A list is answered from its start on, its last one for ever."""

    def __init__(self, port: int, scheme: str) -> None:
        self.root = f"{scheme}://127.0.0.1:{port}"
        self.port = port
        self.answers: dict[str, Answer | list[Answer] | Rule] = {}
        self.questions: list[Question] = []
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._lock = Lock()

    def asked(self, path: str) -> list[str]:
        """The methods with which a path was asked for, in order."""
        return [q.method for q in self.questions if q.path == path]

    def answer(self, question: Question) -> Answer:
        """The answer to a question, which is taken down."""
        answer = self.answers.get(question.path, Answer(404))
        with self._lock:
            self.questions.append(question)
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, Answer):
            return answer
        host = question.headers["host"].partition(":")[0]
        with self._at_once("all"), self._at_once(host):
            return answer(question)

    @contextmanager
    def _at_once(self, name: str) -> Iterator[None]:
        with self._lock:
            self._now[name] += 1
            self.most[name] = max(self.most[name], self._now[name])
        try:
            yield
        finally:
            with self._lock:
                self._now[name] -= 1


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Say nothing: those who ask break off whenever they like."""


@contextmanager
def serving(trust: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for a while, over TLS with the certificate that `trust` has."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = server.answer(Question(self.command, self.path, headers))
            if answer.raw:
                self.wfile.write(answer.raw)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {
                "Content-Length": str(len(answer.content)),
                **answer.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(answer.content)

        do_HEAD = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _Threads(("127.0.0.1", 0), Handler) as threads:
        if trust:
            threads.socket = trust.wrap_socket(
                threads.socket, server_side=True, do_handshake_on_connect=False
            )
        server = Server(threads.server_address[1], "https" if trust else "http")
        thread = Thread(target=threads.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            threads.shutdown()
            thread.join()
