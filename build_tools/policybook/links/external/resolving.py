"""From the name of a host to its numbers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread


async def resolve(host: str, port: int) -> Sequence[str]:
    """The numbers of a host. That it has none raises what the system says (socket.gaierror).

    The system cannot be told to stop looking, so it looks in a thread that nobody waits for when
    the program ends.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(numbers: Sequence[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(numbers)

    def look() -> None:
        numbers, error = _look(host, port)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, numbers, error)

    Thread(target=look, daemon=True).start()
    return await answer


def _look(host: str, port: int) -> tuple[Sequence[str], OSError | None]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        return (), socket.gaierror(socket.EAI_NONAME, "a part of the name is empty or too long")
    except OSError as error:
        return (), error
    return list(dict.fromkeys(str(address[0]) for *_, address in found)), None
