"""Statements and opening entries: no cent lost, both sides equal."""

from hypothesis import given
from hypothesis import strategies as st

from pupitre.books.charts import load_charts, load_rubrics
from pupitre.books.rules.chart import PURPOSES
from pupitre.books.rules.entries import lettering_code, lettering_rank
from pupitre.books.rules.opening import Held, opening_lines, settled_groups
from pupitre.books.rules.statements import BalanceRow, statements

NUMBERS = [account.number for account in load_charts().accounts_of("SISA")]


@st.composite
def balanced(draw: st.DrawFn) -> list[BalanceRow]:
    """Return rows that add up to nothing, as double entry makes them."""
    amounts = draw(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
    numbers = draw(st.lists(st.sampled_from(NUMBERS), min_size=len(amounts), max_size=len(amounts)))
    rows = [
        BalanceRow(number, number, cents, 0, 0)
        for number, cents in zip(numbers, amounts, strict=True)
    ]
    return [*rows, BalanceRow("512000", "Banque", -sum(amounts), 0, 0)]


@given(balanced())
def test_both_sides_of_the_balance_sheet_are_equal(rows: list[BalanceRow]) -> None:
    found = statements(rows, load_rubrics())
    assert found.total_assets == found.total_liabilities
    assert found.result == -sum(row.cents for row in rows if row.number[0] in "67")


def test_a_year_is_told_by_rubric() -> None:
    rows = [
        BalanceRow("101300", "Capital", -120000, 0, 0),
        BalanceRow("512000", "Banque", 1000000, 4130000, 1500000),
        BalanceRow("110000", "Report", -880000, 0, 0),
        BalanceRow("741100", "ACI", 0, 0, 4130000),
        BalanceRow("613200", "Loyer", 0, 1800000, 0),
        BalanceRow("401000", "Fournisseurs", 0, 0, 300000),
        BalanceRow("870000", "Bénévolat", 0, 0, 5000),
        BalanceRow("864000", "Personnel bénévole", 0, 5000, 0),
    ]
    found = statements(rows, load_rubrics())
    assert found.result == 2330000
    assert {part.label: part.cents for part in found.liabilities} == {
        "Capital et fonds propres": 120000,
        "Report à nouveau et résultats antérieurs": 880000,
        "Fournisseurs": 300000,
        "Résultat de l’exercice": 2330000,
    }
    assert found.total_assets == 3630000


@given(balanced(), st.booleans())
def test_an_opening_entry_is_balanced(rows: list[BalanceRow], settled: bool) -> None:
    held = [Held(row.number, ("", ""), "x", row.cents) for row in rows]
    pair = [
        Held("401000", ("F", "F"), "x", cents, settled=settled, lettering="A") for cents in (7, -7)
    ]
    carried = opening_lines([*held, *pair], profit="120000", loss="129000")
    assert sum(line.cents for line in carried) == 0
    assert not any(line.account[0] in "678" for line in carried)
    assert any(line.lettering for line in carried) is not settled


def test_unsettled_invoices_are_carried_one_by_one_and_the_result_goes_to_equity() -> None:
    held = [
        Held("606400", ("", ""), "papier", 500),
        Held("401000", ("F1", "Papeterie"), "FA-1", -200),
        Held("401000", ("F1", "Papeterie"), "FA-2", -300),
        Held("512000", ("", ""), "solde", 900),
        Held("101300", ("", ""), "capital", -900),
    ]
    carried = opening_lines(held, profit="120000", loss="129000")
    assert [(line.account, line.label, line.cents) for line in carried] == [
        ("101300", "Reprise des soldes", -900),
        ("129000", "Reprise des soldes", 500),
        ("401000", "FA-1", -200),
        ("401000", "FA-2", -300),
        ("512000", "Reprise des soldes", 900),
    ]


def test_a_lettering_that_ends_next_year_is_not_settled() -> None:
    groups = {
        ("401000", "A"): [(-5, True), (5, True)],
        ("401000", "B"): [(-5, True), (5, False)],
    }
    assert settled_groups(groups) == {("401000", "A")}


@given(st.integers(0, 100_000))
def test_lettering_codes_are_numbers_in_letters(rank: int) -> None:
    assert lettering_rank(lettering_code(rank)) == rank


def test_lettering_codes_go_on_after_z() -> None:
    assert [lettering_code(rank) for rank in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_every_chart_opens_each_account_once_and_names_known_purposes_and_headings() -> None:
    charts = load_charts()
    headings = {heading.code for heading in charts.headings}
    for kind, own in charts.kinds.items():
        accounts = charts.accounts_of(kind)
        numbers = [account.number for account in accounts]
        assert len(numbers) == len(set(numbers)), kind
        assert {account.heading for account in accounts} - {""} <= headings
        assert set(charts.purposes_of(kind)) <= set(PURPOSES)
        assert {*charts.purposes, *own.purposes} == set(charts.purposes_of(kind)), kind
