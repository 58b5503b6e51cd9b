"""The decisions and tasks that meetings gave birth to, across meetings."""

from django.db.models import QuerySet

from pupitre.meetings.models import Meeting, Series
from pupitre.tasks.models import Task


def meeting_decisions(year: int, series: Series | None = None) -> QuerySet[Task]:
    """Return what the meetings of a year decided, by date; of one series when it is given."""
    label = Meeting._meta.label_lower
    born = Task.objects.filter(origin_type=label, decided_on__year=year).select_related("owner")
    if series is not None:
        born = born.filter(origin_id__in=series.meetings.values("pk"))
    return born.order_by("decided_on", "pk")
