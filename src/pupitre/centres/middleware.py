"""The gate of every request: who it is, which centre, what the page asks; then the scope around the view."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from pupitre.accounts.queries import confirmed_lately
from pupitre.centres.models import Centre, Membership
from pupitre.centres.pace import kind_of, note_reading, too_fast
from pupitre.centres.queries import Access, centres_of, others_who_answer
from pupitre.centres.roles import LEADERS, SECOND_FACTOR
from pupitre.centres.views import release
from pupitre.core import audit, traces
from pupitre.core.access import asks_confirmation, permission_of
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.storage import forget_saved, undo_saved
from pupitre.core.tenancy import centre_scope, replica, user_scope
from pupitre.core.web import came_from, go

GetResponse = Callable[[HttpRequest], HttpResponse]
LATER = "second_factor"
"""Set by the first start only: the session that opens the first centre may look round before its second factor."""
SAFE = {"GET", "HEAD", "OPTIONS"}
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
UNSCOPED = ("/static/", "/healthz", "/readyz")


class CentreMiddleware:
    """Opens the user's scope, then the centre's for `/c/<centre>/…`; undoes the writes of a failed page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(UNSCOPED):
            return self.get_response(request)
        forget_saved()
        with user_scope(request.user.pk):
            slug = slug_in(request.path_info)
            response = self._in_centre(request, slug) if slug else self.get_response(request)
            _undo_failure(response)
        if request.method not in SAFE and response.status_code < 500 and replica.is_set():
            replica.remember_write(response)
        return response

    def _in_centre(self, request: Any, slug: str) -> HttpResponse:
        """Enter the centre: a member's by its role, any existing one for a signed link, else nothing to see."""
        request.accesses = centres_of(request.user.pk) if request.user.pk else []
        access = next((one for one in request.accesses if one.centre.slug == slug), None)
        if access is None and f"/c/{slug}/l/" in request.path_info:
            centre = Centre.objects.filter(slug=slug).first()
            access = Access(centre, "") if centre else None
        request.access = access
        if access is None:
            return self._from_elsewhere(request, slug)
        request.centre, request.role = access.centre, access.role
        request.actor = Actor(str(request.user), "web", user_id=request.user.pk, role=access.role)
        if replica.replica.serves(request):
            response = self._by_replica(request)
            if response is not None:
                with centre_scope(access.centre):
                    self._note(request, response, wrote=False)
                return response
        with centre_scope(access.centre, to_the_end=True):
            events = audit.written.get()
            response = self.get_response(request)
            self._note(request, response, wrote=audit.written.get() != events)
            _undo_failure(response)
        return response

    def _by_replica(self, request: Any) -> HttpResponse | None:
        """Return a page as the replica serves it; None when it could not: the primary then does."""
        request.refused_by_replica = False
        try:
            with replica.reading_replica(), centre_scope(request.centre):
                response = self.get_response(request)
                _undo_failure(response)
        except Error:  # it went away before the view, or after
            replica.replica.gone()
            return None
        return None if request.refused_by_replica else response

    def _note(self, request: Any, response: HttpResponse, *, wrote: bool) -> None:
        """Count what a member reads, and leave the trace of a page that wrote none."""
        if request.role:
            note_reading(request, response, getattr(request, "view_kwargs", {}))
            if response.status_code < 500 and not wrote:
                traces.trace_page(request, response)

    def _from_elsewhere(self, request: Any, slug: str) -> HttpResponse:
        """Answer an account that has no access there, and tell the centre that it asked."""
        response = self.get_response(request)
        if response.status_code == 404 and request.user.pk:
            centre = Centre.objects.filter(slug=slug).first()
            if centre is not None:
                with centre_scope(centre):
                    traces.trace_stranger(request.user.pk, request.path_info)
        return response

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Serve again by the primary, in place of an error, what the replica could not."""
        if not replica.replica.refused(request, error):
            return None
        request.refused_by_replica = True
        return HttpResponse(status=503)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:  # Django's signature
        """Refuse before the view runs; take the slug away from its arguments."""
        permission = permission_of(view) or ""
        in_centre = kwargs.pop("centre", None) is not None
        if permission.startswith("public:") and not (in_centre and request.access is None):
            return None
        if not request.user.is_authenticated:
            if in_centre and permission.startswith("public:"):
                raise Http404
            return redirect_to_login(request.get_full_path())
        if not in_centre:
            return None
        if request.access is None:
            raise Http404
        if not registry.allows(permission, request.role):
            raise PermissionDenied
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        request.view_kwargs = kwargs
        return (
            self._frozen(request, view)
            or self._second_factor(request)
            or self._confirmation(request, view)
            or self._pace(request, permission)
        )

    def _frozen(self, request: Any, view: Any) -> HttpResponse | None:
        """Refuse everything to a frozen account, but to answer its own alarm when nobody else can."""
        if request.access.frozen_at is None or view is release:
            return None
        membership = Membership.objects.get(user_id=request.user.pk)
        alone = request.role in LEADERS and not others_who_answer(membership).exists()
        context = {"membership": membership, "alone": alone}
        return render(request, "centres/frozen.html", context, status=403)

    def _pace(self, request: Any, permission: str) -> HttpResponse | None:
        """Slow down searches and exports that nobody could read."""
        kind = kind_of(permission, request.GET)
        return render(request, "429.html", status=429) if kind and too_fast(kind, request) else None

    def _confirmation(self, request: Any, view: Any) -> HttpResponse | None:
        """Ask once more who is there before a deletion, a right or an export, but in a demonstration."""
        if settings.DEMO or not asks_confirmation(view, request.GET) or confirmed_lately(request):
            return None
        page = request.get_full_path() if request.method == "GET" else came_from(request, "/")
        messages.info(request, "Confirmez que c’est bien vous, puis recommencez.")
        return go(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")

    def _second_factor(self, request: Any) -> HttpResponse | None:
        """Send roles that see people, staff or money to the set-up of their second factor."""
        if (
            settings.DEMO
            or request.role not in SECOND_FACTOR
            or request.access.second_factor
            or request.session.get(LATER)
        ):
            return None
        messages.info(
            request,
            "Votre rôle donne accès à des données sensibles : ajoutez une application d'authentification "
            "ou une clé de sécurité, puis revenez à Pupitre.",
        )
        return redirect("mfa_index")


def _undo_failure(response: HttpResponse) -> None:
    """Undo what a failed page wrote."""
    if response.status_code < 500:
        return
    using = replica.database()
    if transaction.get_connection(using).in_atomic_block:
        transaction.set_rollback(True, using=using)
    undo_saved()


def slug_in(path: str) -> str:
    """Return the centre's slug of a path, empty outside centres."""
    parts = path.split("/", 3)
    return parts[2] if len(parts) > 3 and parts[1] == "c" else ""
