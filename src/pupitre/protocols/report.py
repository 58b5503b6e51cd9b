"""What the annual report tells of protocols: those that hold at the end of the year."""

from datetime import date

from pupitre.core.report import Chapter, Figure, Listing, last_day
from pupitre.protocols.models import Protocol
from pupitre.protocols.queries import protocols_on, theme_of


def protocols_chapter(year: int, today: date) -> Chapter:
    """Protocols in force on the last day, by sort, and those approved or revised in the year."""
    held = protocols_on(last_day(year, today))
    national = [one for one in held if one.kind == Protocol.Kind.PNC]
    new = [one for one in held if one.approved_on and one.approved_on.year == year]
    revised = [one for one in held if one.revised_on and one.revised_on.year == year]
    in_force = "complets et en vigueur au dernier jour de l’année."
    figures = (
        Figure(
            "protocoles_vigueur", "Protocoles en vigueur", len(held) - len(national),
            f"Protocoles de l’équipe {in_force}",
        ),
        Figure(
            "protocoles_nationaux", "Protocoles nationaux de coopération", len(national),
            f"Protocoles nationaux déclarés à l’ARS, {in_force}",
        ),
        Figure(
            "protocoles_nouveaux", "Protocoles nouveaux", len(new), "Validés dans l’année."
        ),
        Figure(
            "protocoles_revises", "Protocoles révisés", len(revised), "Révisés dans l’année."
        ),
    )  # fmt: skip
    rows = [[one.title, theme_of(one), one.edition] for one in held]
    listing = Listing("Les protocoles", ("Protocole", "Thème", "Version"), rows)
    return Chapter("protocoles", "Les protocoles", 50, figures, listings=(listing,) if rows else ())
