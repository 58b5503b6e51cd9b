"""Requests at a constant rate, whatever the answers take: sessions of many centres, one write in ten."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

CSRF = "a" * 32


@dataclass(frozen=True)
class Visitor:
    """A session, and the centre that it works in."""

    session: str
    slug: str


@dataclass
class Result:
    """What came back; seconds count from the moment that the request was due."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status not in {200, 302})

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def load(
    port: int, visitors: Sequence[Visitor], pages: Sequence[str], *, rate: float, seconds: float
) -> Result:
    """Send `rate` requests a second for some seconds, each by the next visitor."""
    result, rng = Result(), random.Random(1)
    start = time.perf_counter()
    tasks = []
    for place in range(int(rate * seconds)):
        due = start + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        writing = place % 10 == 9
        path = "/boite/deposer/" if writing else rng.choice(pages)
        visitor = visitors[place % len(visitors)]
        tasks.append(asyncio.create_task(_one(port, visitor, path, writing, due, result)))
    await asyncio.gather(*tasks)
    return result


async def _one(
    port: int, visitor: Visitor, path: str, writing: bool, due: float, result: Result
) -> None:
    try:
        status = await asyncio.wait_for(_request(port, visitor, path, writing), timeout=60)
    except (OSError, TimeoutError, ValueError, IndexError):
        status = 0
    result.seconds.append(time.perf_counter() - due)
    result.statuses[status] += 1


async def _request(port: int, visitor: Visitor, path: str, writing: bool) -> int:
    """Send one request on a connection of its own; read all of the answer and return its status."""
    body = f"kind=idea&text=Mesure+{time.perf_counter_ns()}" if writing else ""
    head = [
        f"{'POST' if writing else 'GET'} /c/{visitor.slug}{path} HTTP/1.1", "Host: localhost", "Connection: close",
        f"Cookie: session={visitor.session}; csrf={CSRF}", f"X-CSRFToken: {CSRF}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
    ]  # fmt: skip
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
    await writer.drain()
    answer = await reader.read(-1)
    writer.close()
    return int(answer.split(b" ", 2)[1])
