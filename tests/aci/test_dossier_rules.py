"""The dossier as frozen data: kept as JSON, compared value by value."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.aci.rules.dossier import (
    Entry,
    Line,
    Proof,
    Snapshot,
    Trace,
    as_json,
    differences,
    digest_of,
    from_json,
)
from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.fields import fields_of, label_of, value_of

PLAN = Proof(1, "document-4", "Plan de crise", "plan.pdf", ("A1-02",), 4, octets=9, sha256="a" * 64)
CALENDAR = Proof(2, "made-calendar", "Calendrier", "Calendrier.pdf", ("A2-03",))
RCPS = Entry("A2-03-files", "Dossiers étudiés", "1\u202f043", (Trace("meetings.meeting"),))


def line(
    identifier: str, *fields: Entry, points: str = "100", lacking: tuple[str, ...] = ()
) -> Line:
    return Line(
        id=identifier, title="Titre", kind="socle", state="Atteint", tone="success", reached=True,
        points=points, euros_cents=70000, words="oui", origin="Faits déclarés", fields=fields,
        because=("100 points.",), todo=(), lacking=lacking,
    )  # fmt: skip


SNAPSHOT = Snapshot(
    year=2026, day="2026-11-22", structure=(Entry("structure-name", "Structure", "MSP"),),
    ruleset="Avenant 1", points="200", euros_cents=140000, because=("1 point vaut 7 €.",),
    warnings=(), lines=(line("A1-02", lacking=("le plan",)), line("A2-03", RCPS)),
    common=(Entry("common-0", "Patientèle", "5 200 patients"),),
    associates=(Entry("associate-7", "Anne Petit", "infirmière, RPPS 1"),),
    calendar=(Entry("rcp-9", "10/03/2026", "5 dossiers", (Trace("meetings.meeting", 9),)),),
    proofs=(PLAN, CALENDAR),
)  # fmt: skip


def test_a_snapshot_comes_back_from_json_as_it_went() -> None:
    assert from_json(as_json(SNAPSHOT)) == SNAPSHOT
    assert differences(from_json(as_json(SNAPSHOT)), SNAPSHOT) == []


def test_digest_changes_with_the_content_and_not_with_the_order_of_keys() -> None:
    data = as_json(SNAPSHOT)
    assert digest_of(data) == digest_of(dict(reversed(list(data.items()))))
    assert digest_of(data) != digest_of(as_json(replace(SNAPSHOT, points="201")))


@pytest.mark.parametrize(
    ("changes", "what", "before", "after"),
    [
        ({"calendar": ()}, "RCP du 10/03/2026", "5 dossiers", ""),
        ({"associates": ()}, "Associés, Anne Petit", "infirmière, RPPS 1", ""),
        ({"ruleset": "Avenant 2"}, "Barème", "Avenant 1", "Avenant 2"),
        ({"points": "300"}, "Points", "200", "300"),
        (
            {"euros_cents": 150000}, "Total réalisé",
            "1\u202f400,00\u00a0€", "1\u202f500,00\u00a0€",
        ),
        (
            {"proofs": (replace(PLAN, sha256="b" * 64), CALENDAR)}, "Pièce « Plan de crise »",
            f"plan.pdf, A1-02, empreinte {'a' * 12}…", f"plan.pdf, A1-02, empreinte {'b' * 12}…",
        ),
        ({"proofs": (PLAN,)}, "Pièce « Calendrier »", "Calendrier.pdf, A2-03", ""),
        (
            {"proofs": (*SNAPSHOT.proofs, replace(PLAN, number=3, key="document-5"))},
            "Pièce « Plan de crise »", "", f"plan.pdf, A1-02, empreinte {'a' * 12}…",
        ),
        (
            {"lines": (line("A1-02"), line("A2-03", replace(RCPS, value="9")))},
            "A2-03, Dossiers étudiés", "1\u202f043", "9",
        ),
    ],
)  # fmt: skip
def test_each_change_is_one_difference(
    changes: dict[str, object], what: str, before: str, after: str
) -> None:
    found = differences(SNAPSHOT, replace(SNAPSHOT, **changes))  # type: ignore[arg-type]
    assert [(one.what, one.before, one.after) for one in found] == [(what, before, after)]


def test_a_renumbered_piece_is_no_difference() -> None:
    moved = (replace(CALENDAR, number=1), replace(PLAN, number=2))
    assert differences(SNAPSHOT, replace(SNAPSHOT, proofs=moved)) == []


def test_what_lacks_is_said_of_reached_indicators_only() -> None:
    unreached = replace(SNAPSHOT.lines[0], reached=False)
    assert SNAPSHOT.lacking == [(SNAPSHOT.lines[0], "le plan")]
    assert replace(SNAPSHOT, lines=(unreached,)).lacking == []
    assert SNAPSHOT.proofs_of("A1-02") == [PLAN]


def test_a_copied_value_has_no_space_inside_its_number() -> None:
    assert RCPS.copied == "1043"


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.text(max_size=3), max_size=6))
def test_differences_rebuild_the_later_state(values: dict[str, str]) -> None:
    entries = tuple(Entry(f"typed-{key}", key, value) for key, value in values.items())
    later = replace(SNAPSHOT, common=entries)
    found = differences(SNAPSHOT, later)
    rebuilt = {entry.label: entry.value for entry in SNAPSHOT.common}
    for one in found:
        rebuilt[one.what] = one.after
    gone = {one.what for one in found if one.what not in values}
    assert {name: value for name, value in rebuilt.items() if name not in gone} == values


@pytest.mark.parametrize(
    ("name", "facts", "value"),
    [
        ("protocols", Facts(protocols=6), "6"),
        ("patients", Facts(patients=5200), "5\u202f200"),
        ("crisis_plan", Facts(crisis_plan=True), "oui"),
        ("coordination", Facts(), "non"),
        ("days_per_week", Facts(days_per_week=Fraction(1, 2)), "0,5"),
        ("users_level", Facts(users_level=frozenset({2, 1})), "1 et 2"),
        ("users_level", Facts(), "aucun"),
        ("sas", Facts(sas="none"), "aucune participation"),
        ("amplitude", Facts(amplitude=">=12h"), "12 h et plus"),
        ("amplitude", Facts(), "non renseigné"),
        ("si_months", Facts(), "non renseigné"),
        ("amplitude", Facts(amplitude="14h"), "14h"),
    ],
)
def test_values_are_written_as_they_are_typed(name: str, facts: Facts, value: str) -> None:
    assert value_of(facts, name) == value


def test_fields_of_an_unknown_subject_are_those_of_its_name_or_none() -> None:
    assert fields_of("pnc") == ("pnc",)
    assert fields_of("nothing_of_the_sort") == ()
    assert [label_of(name) for name in ("files", "pnc", "months")] == [
        "Dossiers étudiés", "Protocoles nationaux de coopération déclarés à l'ARS", "months",
    ]  # fmt: skip
