"""Annuaire."""

from datetime import timedelta

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Schedule, Searchable, registry


class PeopleConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.people"
    label = "people"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models
        from pupitre.people.deadlines import deadlines
        from pupitre.people.models import Group, Person
        from pupitre.people.queries import profession_words
        from pupitre.people.report import patients_chapter, team_chapter

        for chapter in (team_chapter, patients_chapter):
            registry.contribute("report.chapter", chapter)
        registry.permit("people.view", TEAM)
        registry.permit("people.edit", OFFICE)
        registry.menu += [
            MenuEntry("Équipe", "Annuaire", "people:person-list", "people.view", 30),
            MenuEntry("Équipe", "Groupes de travail", "people:group-list", "people.view", 40),
        ]
        registry.adds += [
            AddEntry("Personne", "people:person-create", "people.edit", 40),
            AddEntry("Groupe de travail", "people:group-create", "people.edit", 41),
        ]
        registry.searchable(
            Searchable(
                Person,
                "Personnes",
                "people.view",
                lambda person: (
                    f"{profession_words(person)} {person.speciality} {person.email} "
                    f"{person.phone} {person.rpps} {person.skills}"
                ),
            )
        )
        registry.searchable(
            Searchable(Group, "Groupes", "people.view", lambda group: group.mandate)
        )
        registry.deadlines("people.edit", deadlines)
        registry.schedules.append(
            Schedule("pupitre.people.jobs.stop_rights_of_the_day", timedelta(hours=6))
        )
        for label in LABELS:
            registry.export(f"people.{label}", "data")


LABELS = (
    "Person",
    "PersonSite",
    "Status",
    "Group",
    "GroupMember",
    "Post",
    "PatientCount",
    "DirectoryReading",
)
