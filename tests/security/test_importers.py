"""T10: a spoilt file is read, or refused in one sentence; never a traceback, never slow, never large."""

import resource
import time

import pytest

from tests.security.importers import IMPORTERS, Importer
from tests.security.mutants import many, mutants

SLOW, LARGE = 10, 300


def tried(importer: Importer, content: bytes) -> bool:
    """Read one spoilt file; tell whether it was accepted. Anything but the declared refusal fails the test."""
    start = time.process_time()
    try:
        importer.read(content)
    except importer.refusals as refusal:
        said = str(refusal)
        assert said.strip(), content[:200]
        assert "Traceback" not in said, said
        return False
    finally:
        assert time.process_time() - start < SLOW, content[:200]
    return True


def fuzz(name: str, count: int, seed: int) -> None:
    importer = IMPORTERS[name]
    assert tried(importer, importer.sample), name
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for content in mutants(importer.sample, count, seed):
        tried(importer, content)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < LARGE, f"{name}: {grown:.0f} MiB"


@pytest.mark.parametrize("name", IMPORTERS)
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(name: str) -> None:
    fuzz(name, IMPORTERS[name].fast, seed=11)


@pytest.mark.long
@pytest.mark.parametrize("name", IMPORTERS)
def test_five_thousand_spoilt_files_are_read_or_refused(name: str) -> None:
    fuzz(name, many(5000), seed=29)
