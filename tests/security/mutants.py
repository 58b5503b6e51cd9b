"""Spoils a good file in the ways that files are spoilt, by accident or on purpose; the same seed spoils the same way."""

import os
import random
from collections.abc import Callable, Iterator

HOSTILE = (
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b"\r", b"\xc3", b"\xed\xa0\x80", "\u202e".encode(), "🩺".encode(),
    b"9" * 4000, b"-" + b"9" * 400, b"1e999", b"NaN", b"0x7f", b"=cmd|' /C calc'!A0", b"<script>alert(1)</script>",
    b"%s%s%n", b"${jndi:ldap://x}", b"{{7*7}}", b"../../../etc/passwd", b"' OR 1=1 --", b"\n\n\n", b";" * 500, b"\t" * 500,
    b'"', b"'", b"<", b"&#0;", b"&amp;" * 50, b"<![CDATA[", b"]]>", b"<!--", b"[" * 300, b"{" * 300, b"31/02/2026", b"2026-13-45",
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"&x;",
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>', b"&c;",
    b"*a *b &c !!python/object:os.system", b"a: &a [*a]", b"A" * 20_000,
)  # fmt: skip
Change = Callable[[bytes, random.Random], bytes]


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content) + 1)


def flipped(content: bytes, rng: random.Random) -> bytes:
    octets = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 30))):
        if octets:
            octets[rng.randrange(len(octets))] = rng.randrange(256)
    return bytes(octets)


def cut(content: bytes, rng: random.Random) -> bytes:
    first, last = sorted((_place(content, rng), _place(content, rng)))
    return rng.choice((content[:first], content[last:], content[:first] + content[last:]))


def repeated(content: bytes, rng: random.Random) -> bytes:
    first = _place(content, rng)
    part = content[first : first + rng.choice((1, 10, 200))]
    return content[:first] + part * rng.choice((2, 20, 300)) + content[first:]


def planted(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return content[:place] + rng.choice(HOSTILE) + content[place:]


def replaced(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    word = rng.choice(HOSTILE)
    return content[:place] + word + content[place + len(word) :]


def shuffled(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def encoded(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        rng.choice(("utf-16", "utf-16-be", "cp1252", "utf-8-sig", "utf-7")), "replace"
    )


def numbered(content: bytes, rng: random.Random) -> bytes:
    """Put another number where there is one."""
    digits = [place for place, octet in enumerate(content) if 48 <= octet <= 57]
    if not digits:
        return planted(content, rng)
    place = rng.choice(digits)
    other = rng.choice((b"0", b"-1", b"99", b"9" * 30, b"1.5", b"1,5", b"", b"\xc2\xb2"))
    return content[:place] + other + content[place + 1 :]


CHANGES: tuple[Change, ...] = (
    flipped, cut, repeated, planted, replaced, shuffled, encoded, numbered,
)  # fmt: skip


def mutants(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield spoilt copies of a file; one in three is spoilt several times."""
    rng = random.Random(seed)
    for _ in range(count):
        spoilt = content
        for _ in range(rng.choice((1, 1, 3))):
            spoilt = rng.choice(CHANGES)(spoilt, rng)
        yield spoilt[: 8 << 20]


def many(usual: int) -> int:
    """Return how many a long test makes: `PUPITRE_MUTANTS` shortens it on a busy machine."""
    return int(os.environ.get("PUPITRE_MUTANTS", usual))
