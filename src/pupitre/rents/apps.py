"""Loyers et charges."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class RentsConfig(AppConfig):
    """Registers what flows upwards, and what the bank may match."""

    name = "pupitre.rents"
    label = "rents"
    verbose_name = "Loyers et charges"

    def ready(self) -> None:
        from pupitre.inbox.acts import LinkAct  # needs loaded models
        from pupitre.rents.deadlines import deadlines
        from pupitre.rents.models import Lease, RentCall
        from pupitre.rents.services.messages import LINK
        from pupitre.rents.services.receipts import bank_apply, bank_candidates
        from pupitre.rents.views.calls import by_link

        registry.menu.append(
            MenuEntry("Finances", "Loyers et charges", "rents:home", "money.view", 50)
        )
        registry.adds.append(AddEntry("Un bail", "rents:lease-create", "money.edit", 65))
        registry.searchable(
            Searchable(Lease, "Baux", "money.view", lambda lease: f"{lease.person} {lease.tenant}")
        )
        registry.deadlines("money.edit", deadlines)
        registry.contribute("bank.candidates", bank_candidates)
        registry.contribute("bank.apply", bank_apply)
        registry.link_acts[LINK] = LinkAct(LINK, RentCall, by_link, "lire son appel de loyer")
        for model in self.get_models():
            registry.export(model._meta.label, "data")
        registry.key_word("rents.lease", "rents.Lease")
        registry.key_word("rents.call", "rents.RentCall")
        registry.key_word("rents.refund", "rents.RentCall")
