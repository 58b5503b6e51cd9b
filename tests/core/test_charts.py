from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.charts import Chart, Series, bar_chart, line_chart, stacked_bar_chart

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    "Réunions & RCP",
    "Deux séries sur trois mois",
    ("janv.", "févr.", "mars"),
    (Series("RCP", (1, 0, 3)), Series("Équipe <A>", (2, 2, 2))),
    "h",
)
KINDS = (bar_chart, stacked_bar_chart, line_chart)


@pytest.mark.parametrize("draw", KINDS)
def test_a_chart_is_svg_with_title_description_labels_and_legend(draw: object) -> None:
    root = ElementTree.fromstring(draw(CHART))  # type: ignore[operator]
    assert root.findtext(f"{SVG}title") == "Réunions & RCP"
    assert root.findtext(f"{SVG}desc") == "Deux séries sur trois mois"
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert {"janv.", "févr.", "mars", "RCP", "Équipe <A>", "0\u00a0h"} <= set(texts)


def test_series_differ_without_colour() -> None:
    assert "<path transform" in bar_chart(CHART)
    assert 'stroke-dasharray="6 3"' in line_chart(CHART)


def test_stacked_bars_are_as_high_as_their_sum() -> None:
    root = ElementTree.fromstring(stacked_bar_chart(CHART))
    bars = [node for node in root.findall(f"{SVG}rect") if node.get("height") != "16.0"]
    heights = [float(bar.get("height", "0")) for bar in bars]
    assert heights == pytest.approx([44, 88, 0, 88, 132, 88], abs=0.2)


@pytest.mark.parametrize("draw", KINDS)
def test_a_long_legend_takes_as_many_lines_as_it_needs(draw: object) -> None:
    names = (
        "Assemblée générale",
        "Groupe de travail",
        "RCP",
        "Réunion d'équipe",
        "Réunion de gérance",
    )
    long = Chart("t", "d", ("1er trim.",), tuple(Series(name, (1,)) for name in names))
    root = ElementTree.fromstring(draw(long))  # type: ignore[operator]
    left, top, width, _ = map(float, root.get("viewBox", "").split())
    words = {node.text: node for node in root.iter(f"{SVG}text") if node.text in names}
    assert set(words) == set(names)
    for name, node in words.items():
        assert float(node.get("x", "0")) + 6.6 * len(name) <= left + width
        assert top < float(node.get("y", "0")) <= 20
    assert len({node.get("y") for node in words.values()}) == 2


@pytest.mark.parametrize("draw", KINDS)
def test_no_data_still_draws(draw: object) -> None:
    empty = Chart("Vide", "Aucune donnée", (), ())
    assert "<title>Vide</title>" in draw(empty)  # type: ignore[operator]


def test_wrong_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="needs 1 values"):
        Chart("x", "x", ("a",), (Series("s", (1, 2)),))
    with pytest.raises(ValueError, match="negative"):
        Chart("x", "x", ("a",), (Series("s", (-1,)),))


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_every_bar_stays_inside_the_drawing(values: list[float]) -> None:
    chart = Chart("t", "d", tuple("x" * len(values)), (Series("s", tuple(values)),))
    root = ElementTree.fromstring(bar_chart(chart))
    assert all(float(bar.get("y", "0")) >= 33.9 for bar in root.findall(f"{SVG}rect"))
    assert 2 <= len(root.findall(f"{SVG}path")) <= 7
