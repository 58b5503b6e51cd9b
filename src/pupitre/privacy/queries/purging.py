"""What has been kept long enough on a day, table by table, and what a hold keeps all the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateTimeField, Field, ForeignKey, IntegerField, Model, Q, QuerySet

from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import CentreModel, current_scope
from pupitre.core.traces import TRACES
from pupitre.privacy.declarations import holdings, rules, tenant_holdings
from pupitre.privacy.models import Erasure, RetentionChoice
from pupitre.privacy.queries.holds import Held, held
from pupitre.privacy.rules import Act, Holding, Kept, Rule, limit_of, months_in_force

GONE = "Auteur effacé"
EMPTIED = "(effacé)"
"""What a text that may not be empty says once it was blanked."""


@dataclass(frozen=True)
class Due:
    """The rows of one table whose time is over: what is done to them, since when, how many a hold keeps."""

    model: type[Any]
    rule_key: str
    rule: Rule
    months: int
    limit: date
    act: Act
    fields: tuple[str, ...]
    rows: QuerySet[Any]
    held: int

    @property
    def what(self) -> str:
        return str(self.model._meta.verbose_name)


def durations() -> dict[str, int | None]:
    """The months in force for each rule in the centre in scope."""
    chosen = dict(RetentionChoice.objects.values_list("rule", "months"))
    return {key: months_in_force(rule, chosen.get(key)) for key, rule in rules().items()}


def due(day: date) -> Iterator[Due]:
    """What goes on that day: leaves of the tables' tree before what holds them, then the journal and the jobs."""
    months, holds = durations(), held()
    pairs = sorted(tenant_holdings(), key=lambda pair: -_depth(pair[0]))
    for model, holding in pairs:
        for kept in holding.retention:
            kept_for = months[kept.rule]
            if kept.since and kept_for is not None:
                yield _due(model, holding, kept, kept_for, day, holds)
    yield from _due_events(day, months, holds)
    yield _due_jobs(day, months["jobs"] or 0, holds)


def _depth(model: type[CentreModel], seen: frozenset[type[Model]] = frozenset()) -> int:
    """How far a table stands from those that point to nothing: what points is deleted before what is pointed to."""
    parents = {
        field.remote_field.model
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and issubclass(field.remote_field.model, CentreModel)
    }
    return max((1 + _depth(one, seen | {model}) for one in parents - seen - {model}), default=0)


def _due(
    model: type[CentreModel], holding: Holding, kept: Kept, months: int, day: date, holds: Held
) -> Due:
    margin = 0 if kept.closing else rules()[kept.rule].margin
    limit = limit_of(months + margin, day)
    fields = kept.fields or tuple(name for name in holding.fields if name not in holding.stays)
    rows_of: Any = model.objects
    over = rows_of.filter(_before(model, kept.since, limit), **kept.where)
    if kept.act is Act.BLANK:
        over = over.filter(_still_said(model, fields))
    if kept.act is Act.ERASE:
        erased = Erasure.objects.values("person_number")
        over = over.filter(stopped_on__isnull=False).exclude(pk__in=erased)
    rows = over.none() if holds.everything else over.exclude(holds.rows(model))
    return Due(
        model, kept.rule, rules()[kept.rule], months, limit, kept.act, fields, rows,
        held=over.count() - rows.count(),
    )  # fmt: skip


def _before(model: type[Model], path: str, limit: date) -> Q:
    field = field_at(model, path)
    if isinstance(field, IntegerField):
        return Q(**{f"{path}__lt": limit.year})
    return Q(**{f"{path}__date__lt" if isinstance(field, DateTimeField) else f"{path}__lt": limit})


def field_at(model: type[Model], path: str) -> Field[Any, Any]:
    """The field at the end of a path such as `entry__year__ends_on`."""
    first, _, rest = path.partition("__")
    field: Any = model._meta.get_field(first)
    return field_at(field.remote_field.model, rest) if rest else field


def blank_value(field: Field[Any, Any]) -> Any:
    """What a field holds once it was emptied; None is refused by the caller where the column is not null."""
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if field.empty_strings_allowed:
        return "" if field.blank else EMPTIED[: field.max_length or 50]
    return None


def can_blank(field: Field[Any, Any]) -> bool:
    """A link that the table cannot do without stays; it leads to somebody who was erased in turn."""
    return field.null or not field.is_relation


def _still_said(model: type[CentreModel], names: tuple[str, ...]) -> Q:
    query = Q(pk__in=[])
    for name in names:
        field: Any = model._meta.get_field(name)
        if not can_blank(field):
            continue
        empty = blank_value(field)
        query |= Q(**{f"{name}__isnull": False}) if empty is None else ~Q(**{name: empty})
    return query


def _due_events(day: date, months: dict[str, int | None], holds: Held) -> Iterator[Due]:
    """Events say nothing of anybody after their time: who and what go, the chain stays."""
    money = Q()
    for label, holding in holdings().items():
        if holding.treatment == "money":
            money |= Q(object_type=label.lower()) | Q(object_type=label.partition(".")[0])
    reads = Q(action__in=TRACES)
    kinds = {"audit-reads": reads, "audit": ~reads & ~money, "audit-money": ~reads & money}
    for key, kind in kinds.items():
        kept_for = months[key] or 0
        limit = limit_of(kept_for, day)
        over = AuditEvent.objects.filter(kind, at__date__lt=limit).exclude(who=GONE)
        over = over.exclude(object_type=AuditEvent._meta.label_lower)
        rows = over.none() if holds.everything else over.exclude(_of_held_persons(holds))
        yield Due(
            AuditEvent, key, rules()[key], kept_for, limit, Act.BLANK, (), rows,
            held=over.count() - rows.count(),
        )  # fmt: skip


def _of_held_persons(holds: Held) -> Q:
    return Q(person_id__in=holds.persons) | Q(
        object_type="people.person", object_id__in=holds.persons
    )


def _due_jobs(day: date, months: int, holds: Held) -> Due:
    limit = limit_of(months, day)
    over = Job.objects.filter(
        centre_id=current_scope().centre_id or 0, created_at__date__lt=limit, ended_at__isnull=False
    )
    rows = over.none() if holds.everything else over
    return Due(
        Job, "jobs", rules()["jobs"], months, limit, Act.DELETE, (), rows,
        held=over.count() - rows.count(),
    )  # fmt: skip
