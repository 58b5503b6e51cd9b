"""Budgets."""

from django.apps import AppConfig

from pupitre.core.registry import KEY, AddEntry, MenuEntry, Searchable, registry


class BudgetsConfig(AppConfig):
    """Registers what flows upwards; the permissions of money are declared by the books."""

    name = "pupitre.budgets"
    label = "budgets"
    verbose_name = "Budgets"

    def ready(self) -> None:
        from pupitre.budgets.deadlines import deadlines  # needs loaded models
        from pupitre.budgets.models import Plan
        from pupitre.budgets.queries.warning import over_budget
        from pupitre.budgets.services.invitations import LINK
        from pupitre.budgets.views.links import by_link
        from pupitre.centres.roles import LEADERS, Role
        from pupitre.inbox.acts import LinkAct

        registry.permit("budgets.say", LEADERS | {Role.ACCOUNTANT.value})
        registry.menu.append(MenuEntry("Finances", "Budget", "budgets:home", "money.view", 5))
        registry.adds.append(AddEntry("Un budget", "budgets:prepare", "money.edit", 75))
        registry.searchable(Searchable(Plan, "Budgets", "money.view", lambda plan: plan.why))
        registry.deadlines("money.edit", deadlines)
        registry.contribute("invoice.warnings", over_budget)
        registry.link_acts[LINK] = LinkAct(LINK, Plan, by_link, "donner son avis sur un budget")
        for model in self.get_models():
            registry.export(model._meta.label, "data")
        registry.points("budgets.PlanLine", fact=KEY)
