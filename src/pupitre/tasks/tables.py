"""The columns of the register."""

from pupitre.core.tables import Column
from pupitre.tasks.models import Task

TONES = {
    Task.State.OPEN: "info",
    Task.State.DONE: "success",
    Task.State.POSTPONED: "warning",
    Task.State.DROPPED: "neutral",
}

REGISTER = (
    Column("Quoi", str, url=lambda task: task.get_absolute_url(), sort="title"),
    Column("Sorte", lambda task: task.get_kind_display()),
    Column("Qui", lambda task: task.owner, sort="owner__last_name"),
    Column("Pour le", lambda task: task.due, "date", sort="due"),
    Column(
        "État",
        lambda task: task.get_state_display(),
        "tag",
        tone=lambda task: TONES[Task.State(task.state)],
    ),
    Column("Décidé le", lambda task: task.decided_on, "date", sort="decided_on"),
    Column("Issue de", lambda task: task.origin_label),
    Column("Groupe", lambda task: task.group),
    Column("Clos le", lambda task: task.closed_on, "date"),
)
