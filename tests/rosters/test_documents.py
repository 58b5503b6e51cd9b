"""A month in JSON: it comes back as it went, its schema is published, faults are said in French."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.month_cases import rooms_month, staff_month
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.documents import faults, read_problem
from pupitre.rosters.rules.model import Problem
from pupitre.rosters.rules.shapes import ShapeError, read, schema, write
from tests.rosters.months import months

SCHEMA = Path(__file__).parents[2] / "docs" / "roster.schema.json"


def staff() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(write(staff_month())))
    return document


@pytest.mark.parametrize("month", [staff_month, rooms_month])
def test_a_month_comes_back_from_json(month: Callable[[], Problem]) -> None:
    assert read_problem(json.loads(json.dumps(write(month())))) == month()


@settings(max_examples=50, deadline=None)
@given(months())
def test_any_month_comes_back_from_json(month: Problem) -> None:
    assert read(Problem, json.loads(json.dumps(write(month)))) == month


def test_the_published_schema_is_current() -> None:
    # To renew it: write json.dumps(schema(Problem), ensure_ascii=False, indent=1) and a line end.
    assert (
        SCHEMA.read_text("utf-8")
        == json.dumps(schema(Problem), ensure_ascii=False, indent=1) + "\n"
    )


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("first"), "Il manque le champ « first »."),
        (_set("colour", to=1), "Le champ « colour » est inconnu."),
        (_set("first", to="le 3 mars"), "« first » doit être une date comme 2026-03-14."),
        (_set("people", to={}), "« people » doit être une liste."),
        (_set("people", 0, to=3), "« people[0] » doit être un objet."),
        (_set("people", 0, "name", to=3), "« people[0].name » doit être un texte."),
        (_set("weights", "hour", to=True), "« weights.hour » doit être un nombre entier."),
        (_set("weights", "hour", to=-1), "Les poids doivent être positifs, et l’idéal peser moins"),
        (
            _set("demands", 0, "level", to="x"),
            "« demands[0].level » doit être l’un de : contractual",
        ),
        (
            _set("absences", 0, "start", to="2026-03-01T00:00+01:00"),
            "« absences[0].start » doit être",
        ),
        (_set("absences", 0, "end", to="2026-03-01T00:00"), "L’absence de « chloé » finit avant"),
        (_set("absences", 0, "person", to="zoé"), "« zoé » n’est pas décrit (personne)."),
        (_set("wishes", 0, "shift", to="Nuit"), "« Nuit » n’est pas décrit (horaire)."),
        (_set("people", 0, "preferred_room", to="cave"), "« cave » n’est pas décrit (salle)."),
        (_set("people", 1, "id", to="alice"), "L’identifiant « alice » sert à deux éléments"),
        (
            _set("people", 0, "max_shifts_day", to=2),
            "Alice est salarié·e : un seul horaire par jour",
        ),
        (_set("people", 0, "contract", "rules", to="x"), "La convention « x » de Alice n’est pas"),
        (_set("people", 0, "contract", "weekly_minutes", to=-1), "Le contrat de Alice a une durée"),
        (_set("shifts", 0, "parts", to=[]), "Les heures de l’horaire « Ouverture » ne se suivent"),
        (_set("shifts", 0, "weekdays", to=[7]), "L’horaire « Ouverture » a un jour de semaine"),
        (
            _set("demands", 0, "day", to="2027-01-01"),
            "Le besoin « accueil 2026-03-02 8h » est hors",
        ),
        (_set("demands", 0, "end", to=400), "Les heures du besoin « accueil 2026-03-02 8h »"),
        (
            _set("demands", 0, "slot", to=70),
            "Le besoin « accueil 2026-03-02 8h » n’est pas un nombre",
        ),
        (_set("demands", 0, "minimum", to=3), "Le besoin « accueil 2026-03-02 8h » a un idéal"),
        (_set("last", to="2026-03-01"), "La période doit durer de 1 à 400 jours"),
        (
            _set(
                "history",
                to=[{"person": "alice", "start": "2026-03-05T08:00", "end": "2026-03-05T09:00"}],
            ),
            "Le passé de « alice » doit précéder la période.",
        ),
        (
            _set(
                "published",
                to={
                    "assignments": [{"person": "alice", "day": "2026-05-05", "shift": "Matin"}],
                    "frozen_until": "2026-03-05",
                },
            ),
            "Le planning publié a le 05/05/2026, hors de la période.",
        ),
        (
            _set(
                "published",
                to={
                    "assignments": [{"person": "alice", "day": "2026-03-05", "shift": "Ménage"}],
                    "frozen_until": "2026-03-05",
                },
            ),
            "Le planning publié donne à Alice un horaire impossible le 05/03/2026.",
        ),
    ],
)
def test_a_fault_is_one_french_sentence(change: Callable[[Any], Any], message: str) -> None:
    document = staff()
    change(document)
    with pytest.raises(ShapeError) as caught:
        read_problem(document)
    assert str(caught.value).startswith(message)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5
    )
)
def test_any_json_is_refused_clearly(value: Any) -> None:
    with pytest.raises(ShapeError):
        read_problem(value)


def test_the_fictitious_months_hold_together() -> None:
    assert [*faults(staff_month()), *faults(rooms_month())] == []
