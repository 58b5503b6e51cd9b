"""The sums of indemnities: worked cases of every preset, ceilings, replacements, corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from pupitre.indemnities.rules import periods
from pupitre.indemnities.rules.adjust import corrections, minute_prices
from pupitre.indemnities.rules.counting import count_all, rounded, slots
from pupitre.indemnities.rules.scheme import (
    Ceilings,
    IndemnityError,
    Pot,
    Rate,
    Rounding,
    Scheme,
    Span,
    Weight,
)
from pupitre.indemnities.rules.settle import settle
from pupitre.indemnities.rules.snapshot import differs, facts_of, kept
from tests.indemnities.facts import ANNE, LUC, YEAR, ZOE, at, cents_of, flat

BY_PROFESSION = Scheme(
    rates=(Rate(1, 8000, target="@medecins"), Rate(2, 5000, target="@paramedicaux"))
)
DAY_EVENING = Scheme(rates=(Rate(1, 5000, slot="day"), Rate(2, 3000, slot="evening")))
RESIDUAL = Scheme(pots=(Pot(1, "Partage du reste", Fraction(1), "minutes"),))
PURPOSES = Scheme(
    pots=(
        Pot(1, "Fixe", Fraction("0.5"), "weights"),
        Pot(2, "RCP", Fraction("0.25"), "minutes", kind="rcp"),
        Pot(3, "Projets", Fraction("0.25"), "projects"),
    ),
    weights=(
        Weight(1, "weight", Fraction("1.5")),
        Weight(1, "project", Fraction(1), "Diabète"),
        Weight(2, "project", Fraction(2), "Diabète"),
        Weight(2, "project", Fraction(1), "Plaies"),
    ),
)


def test_hourly_by_profession_pays_80_and_50_euros() -> None:
    found = settle([at(ANNE, 90), at(LUC, 90)], BY_PROFESSION, YEAR)
    assert found.by_person() == {1: 12000, 2: 7500}
    assert found.lines[0].because == "1\u00a0h\u00a030 à 80,00\u00a0€/h"
    assert found.lines[0].minutes == 90


def test_hourly_flat_rounds_the_persons_total_once() -> None:
    seven = [at(LUC, 7, meeting=number) for number in range(1, 4)]
    found = settle(seven, flat(5000), YEAR)
    assert found.total == 1750  # 21 min; each meeting alone would be 5,83: 17,49
    assert sorted(line.cents for line in found.lines) == [583, 583, 584]


def test_day_and_evening_have_their_own_price() -> None:
    found = settle([at(LUC, 30, evening=60)], DAY_EVENING, YEAR)
    assert found.total == 2500 + 3000
    assert "30\u00a0min à 50,00\u00a0€/h en journée + 1\u00a0h à 30,00" in found.lines[0].because


def test_the_residual_rate_leaves_nothing() -> None:
    found = settle(
        [at(ANNE, 100), at(LUC, 50), at(LUC, 50, meeting=2)], RESIDUAL, YEAR, to_share=10001
    )
    assert found.by_person() == {1: 5001, 2: 5000}
    assert (found.total, found.unshared) == (10001, 0)
    assert "sur 3\u00a0h\u00a020 à partager, soit 30,00\u00a0€/h" in found.lines[0].because


def test_a_shared_sum_says_how_the_minutes_were_counted() -> None:
    scheme = replace(RESIDUAL, rounding=Rounding(15, "up"))
    assert (
        settle([at(LUC, 46)], scheme, YEAR, to_share=100)
        .lines[0]
        .because.endswith("46\u00a0min arrondies")
    )


def test_50_25_25_follows_coefficients_minutes_and_projects() -> None:
    facts = [at(ANNE, 60), at(LUC, 30), at(LUC, 600, meeting=2, kind="team")]
    found = settle(facts, PURPOSES, YEAR, to_share=1_000_000, eligible=[ANNE, LUC])
    assert found.by_person() == {
        1: 300_000 + 166_667 + 62_500,
        2: 200_000 + 83_333 + 187_500,
    }
    assert found.unshared == 0
    assert found.lines[0].because.endswith("1,5 sur 2,5 parts de 5\u202f000,00\u00a0€")


def test_pots_are_shared_equally_when_nobody_came_and_there_is_no_project() -> None:
    bare = replace(PURPOSES, weights=())
    found = settle([], bare, YEAR, to_share=100_000, eligible=[ANNE, LUC])
    assert found.by_person() == {1: 50_000, 2: 50_000}
    assert "part égale entre 2\u00a0personnes" in found.lines[0].because


def test_a_scheme_without_price_pays_nothing() -> None:
    found = settle([at(ANNE, 60)], Scheme(), YEAR)
    assert (found.lines, found.total, found.unshared) == ((), 0, 0)


def test_prices_come_before_pots_and_must_fit_the_sum() -> None:
    mixed = replace(RESIDUAL, rates=(Rate(1, 1000),))
    found = settle([at(ANNE, 60), at(LUC, 60)], mixed, YEAR, to_share=5000)
    assert found.by_person() == {1: 2500, 2: 2500}
    with pytest.raises(IndemnityError, match="plus que la somme"):
        settle([at(ANNE, 60)], mixed, YEAR, to_share=999)
    with pytest.raises(IndemnityError, match="négative"):
        settle([at(ANNE, 60)], RESIDUAL, YEAR, to_share=-1)


def test_a_pot_needs_somebody_and_shares_that_fit() -> None:
    with pytest.raises(IndemnityError, match="Personne n’a droit"):
        settle([], RESIDUAL, YEAR, to_share=100)
    pots = (Pot(1, "A", Fraction("0.6"), "minutes"), Pot(2, "B", Fraction("0.6"), "weights"))
    with pytest.raises(IndemnityError, match="100"):
        settle([], Scheme(pots=pots), YEAR, to_share=100, eligible=[ANNE])
    assert settle([], RESIDUAL, YEAR).lines == ()
    half = Scheme(pots=(Pot(1, "A", Fraction("0.5"), "minutes"),))
    assert settle([at(ANNE, 1)], half, YEAR, to_share=101).unshared == 51


def test_the_most_precise_price_wins() -> None:
    scheme = Scheme(
        rates=(
            Rate(1, 1000),
            Rate(2, 2000, kind="rcp"),
            Rate(3, 3000, slot="day"),
            Rate(4, 4000, target="@medecins"),
            Rate(5, 5000, target="medecin_generaliste"),
            Rate(6, 600, target="infirmier", per="meeting"),
        )
    )
    found = settle([at(ANNE, 60), at(LUC, 40, evening=20), at(ZOE, 60, kind="team")], scheme, YEAR)
    assert found.by_person() == {1: 5000, 2: 600, 3: 5000}
    other = replace(LUC, keys=frozenset({"psychologue"}))
    assert settle([at(other, 60)], scheme, YEAR).total == 2000
    assert settle([at(other, 60, kind="team")], scheme, YEAR).total == 3000


def test_a_time_without_price_is_shown_with_its_reason() -> None:
    found = settle([at(LUC, 60)], replace(BY_PROFESSION, rates=BY_PROFESSION.rates[:1]), YEAR)
    assert [(line.cents, line.because) for line in found.lines] == [(0, "aucun tarif en journée")]


def test_roles_come_on_top_flat_or_by_the_hour() -> None:
    scheme = Scheme(
        rates=(
            Rate(1, 5000),
            Rate(2, 2000, per="meeting", role="scribe"),
            Rate(3, 1000, role="chair"),
        )
    )
    found = settle([at(LUC, 90, roles=frozenset({"chair", "scribe", "time_keeper"}))], scheme, YEAR)
    assert [(line.kind, line.cents) for line in found.lines] == [
        ("time", 7500),
        ("role", 1500),
        ("role", 2000),
    ]
    assert found.lines[2].because == "secrétaire de séance, 20,00\u00a0€ par réunion"
    assert [line.minutes for line in found.lines] == [90, 0, 0]


def test_a_monthly_sum_counts_months_and_begun_ones_by_days() -> None:
    scheme = Scheme(
        weights=(
            Weight(1, "allowance", Fraction(20000), "Gérance", date(2026, 3, 16)),
            Weight(2, "allowance", Fraction(10000), "Gérance", until=date(2025, 12, 31)),
            Weight(2, "weight", Fraction(2)),
        )
    )
    found = settle([], scheme, Span(date(2026, 1, 1), date(2026, 4, 30)))
    assert [(line.person, line.cents) for line in found.lines] == [(1, 30323)]
    assert found.lines[0].because == "Gérance : 1,52\u00a0mois à 200,00\u00a0€"
    whole = settle([], scheme, Span(date(2026, 4, 1), date(2026, 6, 30)))
    assert whole.lines[0].because == "Gérance : 3\u00a0mois à 200,00\u00a0€"


def test_a_replacements_time_goes_where_the_scheme_says() -> None:
    stood_in = at(ZOE, 60, replaces=ANNE)
    assert settle([stood_in], flat(5000), YEAR).by_person() == {3: 5000}
    assert "en remplacement de Anne Petit" in settle([stood_in], flat(5000), YEAR).lines[0].because
    to_anne = settle([stood_in], flat(5000, replacement="replaced"), YEAR)
    assert to_anne.by_person() == {1: 5000}
    assert to_anne.lines[0].attendee == 3
    assert "temps de Zoé Bonnet, qui remplaçait" in to_anne.lines[0].because
    nobody = settle([stood_in], flat(5000, replacement="nobody"), YEAR)
    assert nobody.lines == ()
    assert nobody.left_out[0].because == "le barème n’indemnise pas les remplacements"


def test_who_is_not_paid_is_said_with_the_reason() -> None:
    employed = replace(LUC, statuses=frozenset({"employee"}))
    without = replace(LUC, person=4, statuses=frozenset())
    facts = [at(employed, 60), at(without, 60), at(ANNE, 0), at(ANNE, 60, meeting=2, kind="team")]
    found = settle(facts, flat(5000, kinds=frozenset({"rcp"})), YEAR)
    assert found.lines == ()
    assert [(out.person, out.because) for out in found.left_out] == [
        (1, "aucune minute de présence"),
        (2, "salarié·e à cette date : le barème ne l’indemnise pas"),
        (4, "aucun statut à cette date : le barème ne l’indemnise pas"),
        (1, "cette sorte de réunion n’est pas indemnisée"),
    ]
    everybody = flat(5000, statuses=frozenset())
    assert settle([at(without, 60)], everybody, YEAR).total == 5000


@pytest.mark.parametrize(
    ("rounding", "given", "counted"),
    [
        (Rounding(), (52, 8), (52, 8)),
        (Rounding(15), (52, 0), (45, 0)),
        (Rounding(15), (53, 0), (60, 0)),
        (Rounding(15, "up"), (46, 0), (60, 0)),
        (Rounding(15, "down"), (59, 0), (45, 0)),
        (Rounding(30, "nearest"), (0, 50), (0, 60)),
        (Rounding(30, "up"), (10, 20), (0, 30)),
        (Rounding(at_least=20), (10, 9), (0, 0)),
        (Rounding(at_least=20), (10, 10), (10, 10)),
    ],
)
def test_minutes_are_rounded_by_steps(
    rounding: Rounding, given: tuple[int, int], counted: tuple[int, int]
) -> None:
    assert rounded(*given, rounding) == counted


def test_rounding_and_ceiling_of_minutes_are_said() -> None:
    scheme = flat(6000, rounding=Rounding(15, "up"), ceilings=Ceilings(meeting_minutes=60))
    line = settle([at(LUC, 61)], scheme, YEAR).lines[0]
    assert (line.cents, line.day_minutes, line.evening_minutes) == (6000, 60, 0)
    assert line.because.endswith("61\u00a0min arrondies, plafond de 60\u00a0min par réunion")
    late = settle([at(LUC, 50, evening=40)], flat(6000, ceilings=Ceilings(60)), YEAR).lines[0]
    assert (late.day_minutes, late.evening_minutes) == (20, 40)
    none = settle([at(LUC, 5)], flat(6000, rounding=Rounding(at_least=10)), YEAR)
    assert none.left_out[0].because == "moins de 10\u00a0min comptées"


def test_ceilings_take_back_with_a_line_each() -> None:
    roles = (Rate(1, 6000), Rate(2, 4000, per="meeting", role="chair"))
    capped = Scheme(rates=roles, ceilings=Ceilings(meeting=5000))
    found = settle([at(LUC, 60, roles=frozenset({"chair"}))], capped, YEAR)
    assert [line.cents for line in found.lines] == [3000, 2000]
    assert "plafond de 50,00\u00a0€ par réunion" in found.lines[0].because
    facts = [at(LUC, 600), at(ANNE, 60)]
    person = settle(facts, flat(6000, ceilings=Ceilings(person=10000)), YEAR)
    assert person.by_person() == {1: 6000, 2: 10000}
    assert (person.lines[-1].kind, person.lines[-1].cents) == ("ceiling", -50000)
    year = settle(facts, flat(6000, ceilings=Ceilings(year=40000)), YEAR, already={2: 35000})
    assert year.by_person() == {1: 6000, 2: 5000}
    assert "dont 350,00\u00a0€ déjà comptés" in year.lines[-1].because
    over = settle(facts, flat(6000, ceilings=Ceilings(year=100)), YEAR, already={2: 35000})
    assert over.by_person() == {1: 100, 2: 0}


def test_the_envelope_of_a_run_reduces_everybody_in_proportion() -> None:
    facts = [at(LUC, 120), at(ANNE, 60)]
    found = settle(facts, flat(6000, ceilings=Ceilings(total=10000)), YEAR)
    assert found.by_person() == {1: 3333, 2: 6667}
    assert "réduction en proportion" in found.lines[-1].because
    assert settle(facts, flat(6000, ceilings=Ceilings(total=18000)), YEAR).total == 18000
    spare = settle(facts, flat(0, ceilings=Ceilings(total=1)), YEAR)
    assert spare.total == 0


def test_what_a_ceiling_takes_from_a_pot_stays_in_the_company() -> None:
    scheme = replace(RESIDUAL, ceilings=Ceilings(person=4000))
    found = settle([at(LUC, 60), at(ANNE, 60)], scheme, YEAR, to_share=10000)
    assert (found.total, found.unshared) == (8000, 2000)


def test_the_evening_may_begin_at_another_hour() -> None:
    start = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)  # 19 h in Paris
    assert slots(90, [], start, time(20)) == (60, 30)
    assert slots(90, [], start, time(21)) == (90, 0)
    stay = (start.replace(hour=19), start.replace(hour=20))
    assert slots(60, [stay], start, time(18)) == (0, 60)
    assert slots(45, [stay], start, time(20, 30)) == (15, 30)


def test_a_corrected_meeting_gives_the_difference_only() -> None:
    before = [at(LUC, 60), at(ANNE, 60)]
    after = [at(LUC, 90), at(ANNE, 60), at(ZOE, 30)]
    lines = corrections(before, after, flat(5000), {})
    assert cents_of(lines) == {2: 2500, 3: 2500}
    assert lines[0].because == (
        "RCP de mars du 12/03/2026, corrigée après paiement : 1\u00a0h\u00a030 au lieu de 1\u00a0h"
    )
    assert cents_of(corrections(after, before, flat(5000), {})) == {2: -2500, 3: -2500}
    assert corrections(before, before, flat(5000), {}) == ()
    unpaid = corrections([at(LUC, 60)], [at(LUC, 90)], Scheme(), {})
    assert [(line.cents, line.kind) for line in unpaid] == [(0, "adjustment")]


def test_a_correction_of_a_shared_pot_keeps_the_price_of_its_minute() -> None:
    facts = [at(LUC, 60), at(ANNE, 60), at(ANNE, 60, meeting=2, kind="team")]
    scheme = replace(PURPOSES, pots=PURPOSES.pots[1:2])
    found = settle(facts, scheme, YEAR, to_share=24000)
    prices = minute_prices(found, scheme)
    assert prices == {2: Fraction(50)}
    moved = corrections(
        facts, [at(LUC, 90), at(ANNE, 60), at(ANNE, 10, meeting=2, kind="team")], scheme, prices
    )
    assert cents_of(moved) == {1: 0, 2: 1500}
    assert minute_prices(settle([], PURPOSES, YEAR, to_share=0), PURPOSES) == {}


def test_facts_are_kept_and_read_back() -> None:
    facts = (at(ANNE, 60), at(ZOE, 60, evening=5, roles=frozenset({"scribe"}), replaces=LUC))
    rows = kept(reversed(facts))
    assert facts_of(rows) == facts
    assert not differs(rows, kept(facts))
    assert not differs(
        rows, kept((replace(facts[0], title="Autre"), facts[1], at(LUC, 0, meeting=9)))
    )
    assert differs(rows, kept((facts[0], replace(facts[1], roles=frozenset()))))
    assert differs(rows, kept((replace(facts[0], who=LUC), facts[1])))


def test_count_all_is_ordered_whatever_the_facts_order() -> None:
    facts = [at(LUC, 60, meeting=2), at(ANNE, 60, meeting=2), at(LUC, 60)]
    scheme = flat(100)
    assert count_all(facts, scheme) == count_all(list(reversed(facts)), scheme)


def test_periods_have_names_and_follow_each_other() -> None:
    today = date(2026, 11, 22)
    quarter = periods.next_period(date(2026, 6, 30), None, "quarter", today)
    assert periods.words(quarter) == "3e trimestre 2026"
    assert (
        periods.words(periods.next_period(None, date(2026, 2, 3), "half", today))
        == "1er semestre 2026"
    )
    assert periods.words(periods.next_period(None, None, "month", today)) == "novembre 2026"
    assert periods.words(YEAR) == "année 2026"
    odd = Span(date(2026, 1, 2), date(2026, 3, 4))
    assert periods.words(odd) == "du 02/01/2026 au 04/03/2026"
    assert periods.overlaps(quarter, [YEAR])
    assert not periods.overlaps(quarter, [odd])
