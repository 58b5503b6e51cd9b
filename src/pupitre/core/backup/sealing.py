"""Encrypting a backup with a passphrase: scrypt for the key, AES-256-GCM by blocks, so that size does not matter.

File: magic, 16 octets of salt, then blocks of at most 1 MiB of clear text, each with its number and whether it is the last
as associated data: a block changed, moved, repeated or cut off is refused.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"PUPITRE-SAUVEGARDE-1\n"
BLOCK = 1 << 20
TAG = 16
_COST = 2**15


class SealError(ValueError):
    """A passphrase that does not open the file, or a file that was changed; its text is French."""


def is_sealed(file: Path) -> bool:
    with file.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def seal(clear: Path, sealed: Path, passphrase: str) -> None:
    """Encrypt a file into another one."""
    salt = os.urandom(16)
    cipher = _cipher(passphrase, salt)
    with clear.open("rb") as source, sealed.open("wb") as out:
        out.write(MAGIC + salt)
        for number, block, last in _blocks(source, BLOCK):
            out.write(cipher.encrypt(_nonce(number), block, _place(last)))


def unseal(sealed: Path, clear: Path, passphrase: str) -> None:
    """Decrypt a file into another one; SealError when it is not exactly what was encrypted."""
    with sealed.open("rb") as source, clear.open("wb") as out:
        salt = source.read(len(MAGIC) + 16)[len(MAGIC) :]
        cipher = _cipher(passphrase, salt)
        for number, block, last in _blocks(source, BLOCK + TAG):
            try:
                out.write(cipher.decrypt(_nonce(number), block, _place(last)))
            except InvalidTag as error:
                raise SealError(
                    "La phrase secrète n'est pas la bonne, ou le fichier a été modifié ou coupé."
                ) from error


def _blocks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield each block with its number and whether it is the last; an empty file is one empty block."""
    number, block = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, block, not following
        if not following:
            return
        number, block = number + 1, following


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _place(last: bool) -> bytes:
    return b"last" if last else b"more"
