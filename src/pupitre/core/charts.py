"""Charts as SVG text, for the page and for the PDF: colour and pattern, title and description.

A chart never goes alone: show the same `Series` as a table beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

# Distinct in grey as well as in colour; each goes with the pattern of the same rank.
COLOURS = ("#0f6b66", "#c9822b", "#5b6bb0", "#9a4f6e", "#6f7f3a", "#7a7a7a")
_DASHES = ("", "6 3", "2 3", "10 3 2 3", "4 2 1 2", "1 2")
_MARKS = (
    "",
    "M0 8L8 0",
    "M0 0L8 8",
    "M0 4H8",
    "M4 0V8",
    "M0 4H8M4 0V8",
)
WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 34, 46
_ROW, _LINE, _LEFT_WORDS = 26, 20, 210


@dataclass(frozen=True, slots=True)
class Series:
    """Named numbers, one for each label of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. `title` and `description` are read aloud by screen readers; `unit` follows the
    numbers of the axis. Raises ValueError when a series has not one value for each label."""

    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError(f"every series of « {self.title} » needs {len(self.labels)} values")
        if any(value < 0 for series in self.series for value in series.values):
            raise ValueError("these charts count things: no negative value")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its table, which says the same."""

    chart: Chart
    draw: Callable[[Chart], str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def svg(self) -> str:
        return self.draw(self.chart)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a value to a height, from a label to its band."""

    top: float
    count: int

    def y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - value / self.top * (HEIGHT - _TOP - _BOTTOM)

    def band(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / max(1, self.count)

    def x(self, rank: float) -> float:
        return _LEFT + rank * self.band()


def bar_chart(chart: Chart) -> str:
    """Bars side by side."""
    top = max((value for series in chart.series for value in series.values), default=0)
    return _svg(chart, top, _bars)


def stacked_bar_chart(chart: Chart) -> str:
    """Bars on top of each other: the whole and its parts."""
    columns = zip(*(series.values for series in chart.series), strict=True)
    return _svg(chart, max((sum(column) for column in columns), default=0), _stacks)


def line_chart(chart: Chart) -> str:
    """Lines over time, each with its own dashes."""
    top = max((value for series in chart.series for value in series.values), default=0)
    return _svg(chart, top, _lines)


def row_chart(chart: Chart) -> str:
    """One bar a line, for long labels; draws the first series, each bar with its number."""
    values = chart.series[0].values
    height, widest = _ROW * len(values) + 8, WIDTH - _LEFT_WORDS - 60
    top = max(values, default=0) or 1
    rows = (
        _row(label, value, rank, value / top * widest, chart.unit)
        for rank, (label, value) in enumerate(zip(chart.labels, values, strict=True))
    )
    return _framed(chart, height, "".join(rows))


def _row(label: str, value: float, rank: int, width: float, unit: str) -> str:
    y = 4 + rank * _ROW
    suffix = f"\u00a0{escape(unit)}" if unit else ""
    return (
        f'<text x="{_LEFT_WORDS - 8}" y="{y + 18}" text-anchor="end">{escape(label)}</text>'
        f"{_rect(_LEFT_WORDS, width, y + 4, y + _ROW - 6, 0)}"
        f'<text x="{_LEFT_WORDS + width + 6:.1f}" y="{y + 18}">{value:g}{suffix}</text>'
    )


def _bars(chart: Chart, scale: _Scale) -> str:
    width = scale.band() * 0.7 / max(1, len(chart.series))
    return "".join(
        _rect(scale.x(at + 0.15) + rank * width, width, scale.y(value), scale.y(0), rank)
        for rank, series in enumerate(chart.series)
        for at, value in enumerate(series.values)
    )


def _stacks(chart: Chart, scale: _Scale) -> str:
    drawn, width = [], scale.band() * 0.6
    for at in range(len(chart.labels)):
        floor_value = 0.0
        for rank, series in enumerate(chart.series):
            upper = floor_value + series.values[at]
            drawn.append(
                _rect(scale.x(at + 0.2), width, scale.y(upper), scale.y(floor_value), rank)
            )
            floor_value = upper
    return "".join(drawn)


def _lines(chart: Chart, scale: _Scale) -> str:
    drawn = []
    for rank, series in enumerate(chart.series):
        points = [(scale.x(at + 0.5), scale.y(value)) for at, value in enumerate(series.values)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        colour, dash = COLOURS[rank % len(COLOURS)], _DASHES[rank % len(_DASHES)]
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"'
            f' stroke-dasharray="{dash or "none"}"/>'
        )
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
    return "".join(drawn)


def _rect(x: float, width: float, top: float, bottom: float, rank: int) -> str:
    place = f'x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{max(0.0, bottom - top):.1f}"'
    fill = f'<rect {place} fill="{COLOURS[rank % len(COLOURS)]}"/>'
    if not _MARKS[rank % len(_MARKS)] or bottom <= top:
        return fill
    return f"{fill}{_hatching(x, width, top, bottom, rank)}"


def _hatching(x: float, width: float, top: float, bottom: float, rank: int) -> str:
    """The pattern of that rank as plain lines: SVG patterns do not survive every PDF writer."""
    lines = []
    y = bottom - 8
    while y >= top:
        shift = x
        while shift + 8 <= x + width:
            mark = _MARKS[rank % len(_MARKS)]
            lines.append(f'<path transform="translate({shift:.1f} {y:.1f})" d="{mark}"/>')
            shift += 8
        y -= 8
    return f'<g stroke="#fff" stroke-width="1" opacity=".75">{"".join(lines)}</g>'


def _svg(chart: Chart, highest: float, draw: Callable[[Chart, _Scale], str]) -> str:
    step = _step(highest)
    scale = _Scale(max(step, -(-highest // step) * step), len(chart.labels))
    drawing = draw(chart, scale)
    legend, above = _legend(chart.series)
    words = f"{_labels(chart.labels, scale)}{legend}"
    return _framed(chart, HEIGHT, f"{_axis(scale, step, chart.unit)}{drawing}{words}", above)


def _framed(chart: Chart, height: int, drawing: str, above: int = 0) -> str:
    """Frame a drawing; `above` is the room that its legend takes over the usual height."""
    box = f"0 {-above} {WIDTH} {height + above}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"'
        ' font-family="Inter, sans-serif" font-size="12" fill="#3b3a36">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>"
        f"{drawing}</svg>"
    )


def _step(highest: float) -> float:
    """A round distance between grid lines: at most five of them, whole numbers first."""
    if highest <= 5:
        return 1
    power = 10 ** floor(log10(highest / 5))
    return float(next(power * times for times in (1, 2, 5, 10) if highest / (power * times) <= 5))


def _axis(scale: _Scale, step: float, unit: str) -> str:
    values = [step * rank for rank in range(round(scale.top / step) + 1)]
    suffix = f"\u00a0{escape(unit)}" if unit else ""
    return "".join(
        f'<path d="M{_LEFT} {scale.y(value):.1f}H{WIDTH - _RIGHT}" stroke="#dcd9d2"/>'
        f'<text x="{_LEFT - 6}" y="{scale.y(value) + 4:.1f}" text-anchor="end">'
        f"{value:g}{suffix}</text>"
        for value in values
    )


def _labels(labels: Sequence[str], scale: _Scale) -> str:
    return "".join(
        f'<text x="{scale.x(at + 0.5):.1f}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
        f"{escape(label)}</text>"
        for at, label in enumerate(labels)
    )


def _legend(series: Sequence[Series]) -> tuple[str, int]:
    """Squares with their pattern and name above the drawing, and the height of their lines but the first.

    None for a single series.
    """
    if len(series) < 2:
        return "", 0
    places, x, line = [], float(_LEFT), 0
    for named in series:
        width = 40 + 6.6 * len(named.name)
        if x > _LEFT and x + width > WIDTH:
            x, line = float(_LEFT), line + 1
        places.append((x, line))
        x += width
    drawn = []
    for rank, (named, (at, row)) in enumerate(zip(series, places, strict=True)):
        y = _LINE * (row - line)
        drawn.append(_rect(at, 16, y + 8, y + 24, rank))
        drawn.append(f'<text x="{at + 22:.1f}" y="{y + 20}">{escape(named.name)}</text>')
    return "".join(drawn), _LINE * line
