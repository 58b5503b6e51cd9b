"""What is due, gathered from every app."""

from django.utils import timezone

from pupitre.core.registry import Deadline, registry


def next_deadlines(role: str) -> list[Deadline]:
    """Return what is due, late first, then by date and by what it is worth."""
    today = timezone.localdate()
    allowed = [
        source
        for permission, source in registry.deadline_sources
        if registry.allows(permission, role)
    ]
    found = [deadline for source in allowed for deadline in source(today)]
    return sorted(found, key=lambda deadline: (deadline.due, -deadline.cents))
