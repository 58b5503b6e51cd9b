"""CrudView: list, page, creation, change and deletion of one tenant model, from one class."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.generic import View

from pupitre.core import records, tables
from pupitre.core.forms import CentreForm
from pupitre.core.links import centre_url
from pupitre.core.memo import remembering
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, asked_key, go

PAGE_SIZE = 50
EXPORTS = {"csv": tables.as_csv, "xlsx": tables.as_xlsx}


class CrudView(View):
    """The screens of one model: subclass it, give model, form, columns and permissions, and add its `urls()`."""

    model: ClassVar[type[CentreModel]]
    form_class: ClassVar[type[CentreForm[Any]]]
    columns: ClassVar[Sequence[tables.Column]] = ()
    permissions: ClassVar[tuple[str, str]]  # to see, to change
    detail_permission: ClassVar[str] = ""  # to open one record, where it is not that of the list
    words: ClassVar[tuple[str, str]]  # singular and plural, as on screen: ("groupe", "groupes")
    empty: ClassVar[str] = "Rien ici pour l'instant."
    search_fields: ClassVar[Sequence[str]] = ()
    filters: ClassVar[Sequence[tuple[str, str, Callable[[], Sequence[tuple[str, str]]]]]] = ()
    template_dir: ClassVar[str] = "core/crud"
    roles: ClassVar[Sequence[str]] = ("list", "create", "detail", "update", "delete")
    tabs: ClassVar[
        Sequence[tuple[str, str]]
    ] = ()  # lists shown side by side: label, name of the URL
    worth: ClassVar[Sequence[str]] = ()  # what the rows bring, told by upper rows (`list.worth`)

    act: str = "list"
    permission: str = ""
    request: CentreRequest  # CentreMiddleware completes it

    @classmethod
    def name_for(cls, act: str) -> str:
        return f"{cls.model._meta.app_label}:{cls.model._meta.model_name}-{act}"

    @classmethod
    def urls(cls, prefix: str) -> list[URLPattern]:
        """Return the addresses of the declared acts, under a French prefix such as `groupes/`."""
        places = {
            "list": "",
            "create": "ajouter/",
            "detail": "<int:pk>/",
            "update": "<int:pk>/modifier/",
            "delete": "<int:pk>/supprimer/",
        }
        see, change = cls.permissions
        asked = {"list": see, "detail": cls.detail_permission or see}
        return [
            path(
                prefix + places[act],
                cls.as_view(
                    act=act,
                    permission=asked.get(act, change),
                    model=cls.model,
                ),
                name=f"{cls.model._meta.model_name}-{act}",
            )
            for act in cls.roles
        ]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows with what the columns read; override to add select_related."""
        return self.model.objects.all()

    def get(self, request: CentreRequest, pk: int | None = None) -> HttpResponse:
        if self.act == "list":
            return self.list(request)
        if self.act == "create":
            return self.show_form(request, self.form(request, self.model()))
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        if self.act == "update":
            return self.show_form(request, self.form(request, obj))
        return self.render(self.act, {"object": obj})

    def post(self, request: CentreRequest, pk: int | None = None) -> HttpResponse:
        if self.act in {"list", "detail"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        obj = (
            self.model() if self.act == "create" else get_object_or_404(self.get_queryset(), pk=pk)
        )
        return (
            self.delete_object(request, obj)
            if self.act == "delete"
            else self.save_object(request, obj)
        )

    def list(self, request: CentreRequest) -> HttpResponse:
        rows = self.filtered(request)
        export = EXPORTS.get(request.GET.get("format", ""))
        if export is not None:
            return export(self.columns, self.dress(rows), self.words[1].replace(" ", "-"))
        found = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "page": found,
            "body": tables.body(self.columns, self.dress(found.object_list), folds=True),
            "chosen_filters": [
                {**one, "options": tables.options(one["choices"], one["value"])}
                for one in self.choices(request)
            ],
            "siblings": [
                {"label": label, "url": centre_url(name), "current": name == self.name_for("list")}
                for label, name in self.tabs
            ],
            "worth": self.told_worth(),
        }
        return self.render("list", context)

    def told_worth(self) -> Sequence[dict[str, str]]:
        """Return what the rows of this list bring, as upper rows say it to this role: {words, url}."""
        with remembering():
            return [
                told
                for subject in self.worth
                for told in registry.contributed("list.worth", subject, self.request.role)
                if told
            ]

    def dress(self, rows: Iterable[Any]) -> Iterable[Any]:
        """Return the rows to show, with what a list reads in bulk put on them; override where joins are dear."""
        return rows

    def filtered(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the query string asks for, in its order."""
        rows = self.get_queryset()
        for word in request.GET.get("q", "").replace("\0", "").split():
            rows = rows.filter(*[self._any_field(word)])
        for name, _label, choices in self.filters:
            value = request.GET.get(name, "")
            if value and value in {key for key, _ in choices()}:
                rows = rows.filter(**{name: value})
        order = request.GET.get("sort", "")
        sortable = {column.sort for column in self.columns if column.sort}
        return rows.order_by(order, "pk") if order.removeprefix("-") in sortable else rows

    def _any_field(self, word: str) -> Q:
        query = Q()
        for name in self.search_fields:
            query |= Q(**{f"{name}__icontains": word})
        return query

    def choices(self, request: HttpRequest) -> Sequence[dict[str, Any]]:
        return [
            {"name": name, "label": label, "choices": choices(), "value": request.GET.get(name, "")}
            for name, label, choices in self.filters
        ]

    def form(self, request: CentreRequest, obj: CentreModel) -> CentreForm[Any]:
        if request.method == "POST":
            return self.form_class(request.POST, request.FILES, instance=obj)
        given = {} if obj.pk else request.GET.dict()  # `?site=3` prefills a new record
        return self.form_class(instance=obj, initial=given)

    def save_object(self, request: CentreRequest, obj: CentreModel) -> HttpResponse:
        form = self.form(request, obj)
        if not form.is_valid():
            return self.show_form(request, form, status=422)
        saved = form.store(by=request.actor)
        messages.success(request, "C'est enregistré.")
        return go(request, self.after_save(saved))

    def after_save(self, obj: Any) -> str:
        return (
            str(obj.get_absolute_url())
            if "detail" in self.roles
            else centre_url(self.name_for("list"))
        )

    def delete_object(self, request: CentreRequest, obj: CentreModel) -> HttpResponse:
        try:
            records.remove(obj, by=request.actor)
        except ProtectedError as refusal:
            return self.render(
                "delete",
                {"object": obj, "kept_by": sorted(map(str, refusal.protected_objects))[:10]},
                status=409,
            )
        messages.success(request, "C'est supprimé.")
        return go(request, centre_url(self.name_for("list")))

    def lines(self, obj: Any) -> Sequence[dict[str, str]]:
        """Return what a record's page shows: its columns, then the form's other fields."""
        return [
            {"title": column.title, "text": tables.written(column, obj)}
            for column in self.columns
            if obj.pk
        ]

    def show_form(
        self, request: CentreRequest, form: CentreForm[Any], *, status: int = 200
    ) -> HttpResponse:
        return self.render("form", {"form": form, "object": form.instance}, status=status)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        change = self.permissions[1]
        may_change = registry.allows(change, self.request.role)
        urls = {act: self.name_for(act) for act in self.roles}
        shared = {
            "view": self,
            "columns": self.columns,
            "words": self.words,
            "words_counted": ",".join(self.words),
            "empty": self.empty,
            "urls": urls,
            "may_change": may_change,
            "lines": self.lines(context["object"]) if "object" in context else [],
        }
        return render(
            self.request,
            [f"{self.template_dir}/{template}.html", f"core/crud/{template}.html"],
            {**shared, **context},
            status=status,
        )


def owned(model: type[Model], pk: int) -> Any:
    """Return the row of this centre with that key, or answer 404: another centre's row does not exist."""
    return get_object_or_404(model._default_manager.all(), pk=pk)


def as_read(request: CentreRequest, model: type[Model], pk: int) -> Any:
    """Return the row at the version that the sent form showed: saving it is a conflict once it has moved."""
    row = owned(model, pk)
    row.version = asked_key(request.POST.get("version")) or row.version
    return row


def refuse(request: CentreRequest, permission: str) -> None:
    """Raise PermissionDenied where the role lacks a permission asked inside a view."""
    if not registry.allows(permission, request.role):
        raise PermissionDenied
