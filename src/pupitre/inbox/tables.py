"""The columns of the inbox."""

from pupitre.core.tables import Column
from pupitre.inbox.models import Idea

TONES = {
    Idea.State.NEW: "warning",
    Idea.State.AGENDA: "info",
    Idea.State.PROJECT: "info",
    Idea.State.TASK: "info",
    Idea.State.ANSWERED: "success",
}
WAYS = {
    "link": "lien personnel",
    "public": "lien public ou affiche",
    "web": "compte",
    "mail": "recopié par la coordination",
}

IDEAS = (
    Column("Message", str, url=lambda idea: idea.get_absolute_url()),
    Column("C’est", lambda idea: idea.get_kind_display(), sort="kind"),
    Column("De", lambda idea: idea.author or idea.author_name),
    Column("Déposé le", lambda idea: idea.dropped_at, "date", sort="dropped_at"),
    Column("Par", lambda idea: WAYS.get(idea.via, idea.via)),
    Column(
        "Ce que c’est devenu",
        lambda idea: idea.get_state_display(),
        "tag",
        tone=lambda idea: TONES[Idea.State(idea.state)],
    ),
)
