"""Writes about personal links and ideas."""

from pupitre.inbox.services.ideas import (
    IdeaError,
    answer_idea,
    become_task,
    drop_idea,
    follow_url,
    invite_everybody,
    put_on_agenda,
)
from pupitre.inbox.services.links import link_url, make_link, revoke, revoke_links

__all__ = [
    "IdeaError",
    "answer_idea",
    "become_task",
    "drop_idea",
    "follow_url",
    "invite_everybody",
    "link_url",
    "make_link",
    "put_on_agenda",
    "revoke",
    "revoke_links",
]
