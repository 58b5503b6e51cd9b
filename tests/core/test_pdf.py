from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pupitre.core.pdf import PdfError, displayable, render

LETTER = '#import "house.typ": *\n#show: letterhead\n#data.words\n'
DATA = {"title": "Essai", "structure": "MSP d'essai", "printed": "Imprimé le 3 novembre"}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_the_pdf_is_tagged_titled_and_french(letter: Path) -> None:
    reader = PdfReader(BytesIO(render(letter, {**DATA, "words": "Bonjour"})))
    assert reader.metadata is not None
    assert reader.metadata.title == "Essai"
    assert "'/Marked': True" in str(reader.root_object["/MarkInfo"])
    assert str(reader.root_object["/Lang"]) == "fr-FR"
    text = reader.pages[0].extract_text()
    for words in ("MSP d'essai", "Bonjour", "page 1 / 1", "Imprimé le 3 novembre"):
        assert words in text.replace("’", "'")


def test_data_is_never_code(letter: Path) -> None:
    nasty = '#panic("x") $ \\ *gras* "guillemets" #read("/etc/passwd")'
    text = PdfReader(BytesIO(render(letter, {**DATA, "words": nasty}))).pages[0].extract_text()
    assert '#panic("x")' in text
    assert "*gras*" in text


def test_a_template_that_does_not_fit_says_so(letter: Path) -> None:
    with pytest.raises(PdfError, match="words"):
        render(letter, DATA)


def test_a_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "spy.typ"
    path.write_text('#read("../../etc/hostname")', encoding="utf-8")
    with pytest.raises(PdfError):
        render(path, DATA)


def test_images_come_with_their_description(tmp_path: Path) -> None:
    path = tmp_path / "image.typ"
    path.write_text('#import "house.typ": *\n#show: letterhead\n#chart(data.chart)', "utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
    chart = {"file": "one.svg", "alt": "Un trait"}
    assert render(path, {**DATA, "chart": chart}, {"one.svg": svg}).startswith(b"%PDF")


def test_a_sign_that_no_font_has_is_replaced_and_never_stops_a_paper(letter: Path) -> None:
    words = "Bravo 🎉, fait \uf0b7 point, 中, œuf → ½ 👩\u200d⚕\ufe0f"
    assert displayable(words) == "Bravo □, fait • point, □, œuf → ½ □□"
    reader = PdfReader(BytesIO(render(letter, {**DATA, "title": words, "words": words})))
    assert "Bravo □" in reader.pages[0].extract_text()


@pytest.mark.parametrize("words", ["é" * 70_000, "a" * 70_000])
def test_a_word_without_end_makes_a_paper_all_the_same(letter: Path, words: str) -> None:
    """Typst's PDF writer panics, past every `except Exception`, on a word of more than 65,535 octets."""
    assert render(letter, {**DATA, "words": words}).startswith(b"%PDF")
