"""What a budget says of an invoice that waits for its approval."""

from django.utils import timezone

from pupitre.budgets.models import Budget
from pupitre.budgets.queries.following import Asked, FollowUp
from pupitre.budgets.queries.plans import plans_of, reference
from pupitre.core.money import format_euros
from pupitre.invoices.models import Invoice


def over_budget(invoice: Invoice) -> str:
    """Return the warning that an invoice takes its heading beyond the voted budget; empty when it does not.

    Without a voted budget of its day, or without a heading, nothing is said.
    """
    day = invoice.issued_on
    budget = Budget.objects.filter(entity=invoice.entity_id, starts_on__lte=day, ends_on__gte=day).first()  # fmt: skip
    plan = reference(plans_of(budget)) if budget and invoice.heading_id else None
    if plan is None or not plan.rank:
        return ""
    found = FollowUp(plan, Asked(), timezone.localdate()).found
    line = next((one for one in found.lines if one.key == invoice.heading_id), None)
    if line is None or line.done <= line.budget:
        return ""
    return (
        f"Avec cette facture, le poste « {invoice.heading} » dépasse le {plan.title} "
        f"de {format_euros(line.done - line.budget)}."
    )
