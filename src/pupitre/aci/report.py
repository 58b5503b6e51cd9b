"""What the annual report tells of the ACI: its work, points and euros."""

from datetime import date

from pupitre.aci.queries.cockpit import Cockpit, cockpit
from pupitre.aci.rules.exercise import FIRST_YEAR
from pupitre.aci.rules.words import number
from pupitre.core.charts import Chart, Drawn, Series, row_chart
from pupitre.core.money import format_euros
from pupitre.core.report import Chapter, Figure


def declared_figures(seen: Cockpit) -> tuple[Figure, ...]:
    """What the exercise counts of the work, with the words of the agreement."""
    facts, counted = seen.sourced.facts, "retenu pour l’exercice ACI"
    return (
        Figure("aci_protocoles", "Protocoles retenus", facts.protocols, f"Nombre {counted}."),
        Figure("aci_missions", "Missions de santé publique", facts.missions, f"Nombre {counted}."),
        Figure("aci_stagiaires", "Stagiaires accueillis", facts.trainees, f"Nombre {counted}."),
        Figure(
            "aci_usagers", "Implication des usagers, niveau", max(facts.users_level, default=0),
            f"Plus haut niveau {counted}, 0 pour aucun.",
        ),
        Figure(
            "aci_qualite", "Démarche qualité, niveau", max(facts.quality_level, default=0),
            f"Plus haut niveau {counted}, 0 pour aucun.",
        ),
    )  # fmt: skip


def aci_chapter(year: int, today: date) -> Chapter | None:
    """Points and euros of the exercise, as computed from the year's work."""
    if year < FIRST_YEAR:
        return None
    seen = cockpit(year, today)
    reached = sum(row.line.reached for row in seen.rows)
    figures = (
        Figure(
            "aci_points", "Points ACI", round(float(seen.realised.points), 2),
            f"Points réalisés selon « {seen.ruleset.label} » ; 0 tant qu’un prérequis manque.",
        ),
        Figure(
            "aci_euros", "Rémunération ACI", seen.realised.euros_cents / 100,
            "Montant réalisé, majoration et garantie comprises.", "€",
        ),
        Figure(
            "aci_indicateurs", "Indicateurs atteints", reached,
            f"Indicateurs atteints, sur {len(seen.rows)}.",
        ),
        *declared_figures(seen),
    )  # fmt: skip
    return Chapter("aci", "L’ACI, en points et en euros", 70, figures, (_drawn(seen),))


def _drawn(seen: Cockpit) -> Drawn:
    lines = seen.realised.lines
    chart = Chart(
        "Euros par indicateur",
        "Valeur de chaque indicateur de l’accord, avant majoration.",
        tuple(f"{line.indicator.id} {line.indicator.short.partition(' (')[0]}" for line in lines),
        (Series("Euros", tuple(line.euros_cents // 100 for line in lines)),),
        "€",
    )
    rows = [
        [f"{line.indicator.id} {line.indicator.short}", number(line.points), format_euros(line.euros_cents)]
        for line in lines
    ]  # fmt: skip
    return Drawn(chart, row_chart, ["Indicateur", "Points", "Euros"], rows)
