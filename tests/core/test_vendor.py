"""The vendored front end is what its index says, with a licence for each part."""

import hashlib
import json
from pathlib import Path

import pytest

import pupitre.core

CORE = Path(pupitre.core.__file__).parent
VENDOR = CORE / "static" / "vendor"
INDEX = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", INDEX, ids=lambda part: part["name"])
def test_vendored_files_have_the_recorded_digest(part: dict[str, object]) -> None:
    folder = VENDOR / str(part["folder"])
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert found == part["sha256"]
    assert str(part["version"]) in folder.name
    assert any(name.startswith("LICENSE") for name in found)


def test_no_vendored_folder_is_missing_from_the_index() -> None:
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    assert folders == {part["folder"] for part in INDEX}


def test_the_head_of_pages_names_vendored_files_that_exist() -> None:
    texts = [(CORE / "templates/core" / name).read_text() for name in ("head.html", "scripts.html")]
    named = [piece.split("'")[1] for text in texts for piece in text.split("{% static ")[1:]]
    assert [name for name in named if not (CORE / "static" / name).is_file()] == []
    assert sum(name.startswith("vendor/") for name in named) == len(INDEX)


def test_own_scripts_stay_small() -> None:
    scripts = list((CORE / "static" / "core").glob("*.js"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in scripts)
    assert len(scripts) <= 6
    assert lines <= 300


def test_fonts_of_the_pdfs_are_true_type_with_their_licence() -> None:
    fonts = CORE / "typst" / "fonts"
    assert {path.read_bytes()[:4] for path in fonts.glob("*.ttf")} == {b"\x00\x01\x00\x00"}
    assert "SIL Open Font License" in (fonts / "OFL.txt").read_text(encoding="utf-8")
