"""`{% task_status task today %}`: where a task stands, late ones said so."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from pupitre.core.templatetags.ui import status
from pupitre.tasks.models import Task
from pupitre.tasks.queries import decision_facts
from pupitre.tasks.rules import is_overdue
from pupitre.tasks.tables import TONES

register = template.Library()


@register.simple_tag
def task_status(task: Task, today: date) -> SafeString:
    if is_overdue(decision_facts(task), today):
        return SafeString(status("en retard", "danger"))
    return SafeString(status(task.get_state_display(), TONES[Task.State(task.state)]))
