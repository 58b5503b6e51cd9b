"""Indemnités."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class IndemnitiesConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.indemnities"
    label = "indemnities"
    verbose_name = "Indemnités"

    def ready(self) -> None:
        from pupitre.inbox.acts import LinkAct  # needs loaded models
        from pupitre.indemnities.models import Scheme, Statement
        from pupitre.indemnities.queries.overview import deadlines, person_part
        from pupitre.indemnities.services.money import note_paid, note_rejected
        from pupitre.indemnities.services.statements import LINK
        from pupitre.indemnities.views.people import by_link
        from pupitre.payments.events import PaymentExecuted, PaymentRejected

        registry.menu.append(
            MenuEntry("Finances", "Indemnités", "indemnities:home", "money.view", 10)
        )
        registry.adds.append(
            AddEntry("Règlement d'indemnités", "indemnities:prepare", "money.edit", 60)
        )
        registry.searchable(
            Searchable(Scheme, "Barèmes d'indemnités", "money.view", lambda scheme: scheme.note)
        )
        registry.deadlines("money.edit", deadlines)
        registry.contribute("person.page", person_part)
        registry.link_acts[LINK] = LinkAct(LINK, Statement, by_link, "lire son relevé d'indemnités")
        registry.on(PaymentExecuted, note_paid)
        registry.on(PaymentRejected, note_rejected)
        for model in self.get_models():
            registry.export(model._meta.label, "data")
        registry.points("indemnities.IndemnityRun", prepared_user="accounts.User")
        registry.points("indemnities.IndemnityRun", prices={"": "indemnities.Rate"})
        counted = {"meeting": "meetings.Meeting", "person": "people.Person"}
        registry.points("indemnities.CountedMeeting", facts=counted)
        registry.key_word("indemnities.run", "indemnities.IndemnityRun", "people.Person")
