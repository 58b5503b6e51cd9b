"""Settings of a centre, and the first-start assistant."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.accounts.models import User
from pupitre.accounts.queries import confirmed_at
from pupitre.accounts.services import send_invitation
from pupitre.centres import services
from pupitre.centres.first_start import opens_first_start
from pupitre.centres.forms import AccessForm, CentreSettingsForm, FirstStartForm, NewCentreForm
from pupitre.centres.models import Centre, InstitutionContact, Membership, Site
from pupitre.centres.pace import may_invite
from pupitre.centres.queries import centres_of, members, others_who_answer
from pupitre.centres.roles import Role
from pupitre.core.access import requires
from pupitre.core.history import past
from pupitre.core.links import centre_url
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@requires("public:first-start")
@form_page
def first_start(request: HttpRequest, token: str) -> HttpResponse:
    """Create the first centre and its coordinator, then open it."""
    if not opens_first_start(token):
        raise Http404
    form = FirstStartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():
            user = User.objects.create_user(
                given["email"],
                given["password"],
                first_name=given["first_name"],
                last_name=given["last_name"],
            )
            centre = services.open_centre(form.new_centre(), coordinator=user)
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        # the set-up of a second factor waits for the next visit
        request.session["second_factor"] = True
        return redirect("desk:home", centre=centre.slug)
    return render(
        request, "centres/first_start.html", {"form": form}, status=422 if form.errors else 200
    )


@requires("login")
@form_page
def new_centre(request: HttpRequest) -> HttpResponse:
    """Open one more centre; only for somebody who coordinates or manages one already."""
    assert isinstance(request.user, User)  # noqa: S101  # "login" is asked
    roles = {access.role for access in centres_of(request.user.pk)}
    if not roles & {Role.COORDINATOR, Role.MANAGER}:
        raise Http404
    form = NewCentreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        centre = services.open_another(form.new_centre(), coordinator=request.user)
        return redirect("desk:home", centre=centre.slug)
    return render(
        request, "centres/new_centre.html", {"form": form}, status=422 if form.errors else 200
    )


@requires("centres.view")
@require_safe
def settings(request: CentreRequest) -> HttpResponse:
    """Show what the centre is: identity, sites, rooms and hours, contacts."""
    context = {
        "sites": Site.objects.prefetch_related("rooms", "hours"),
        "contacts": InstitutionContact.objects.all(),
        "may_change": request.role in {Role.COORDINATOR, Role.MANAGER},
        "more": [
            act
            for act in registry.contributed("centres.settings")
            if registry.allows(act["permission"], request.role)
        ],
    }
    return render(request, "centres/settings.html", context)


@requires("centres.edit")
@form_page
def identity(request: CentreRequest) -> HttpResponse:
    """Change the centre's identity and habits."""
    centre = Centre.objects.get(pk=request.centre.pk)
    form = CentreSettingsForm(request.POST or None, instance=centre)
    if request.method == "POST" and form.is_valid():
        services.change_centre(form.instance, by=request.actor, seen=form.showed)
        messages.success(request, "C'est enregistré.")
        return redirect(centre_url("centres:settings"))
    return render(
        request, "centres/identity.html", {"form": form}, status=422 if form.errors else 200
    )


@requires("centres.edit")
@require_POST
def usual_hours(request: CentreRequest, pk: int) -> HttpResponse:
    """Give a site the full hours of the ACI, 8 h – 20 h and Saturday morning, to be corrected after."""
    services.give_usual_hours(get_object_or_404(Site.objects.all(), pk=pk), by=request.actor)
    return redirect(centre_url("centres:settings"))


@requires("centres.members", fresh=True)
@form_page
def access(request: CentreRequest) -> HttpResponse:
    """Show who has an account here, and give one more."""
    form = AccessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _give(request, form)
        except services.LastCoordinatorError as refusal:
            form.add_error("role", str(refusal))
    context = {"form": form, "members": members()}
    return render(request, "centres/access.html", context, status=422 if form.errors else 200)


def _give(request: CentreRequest, form: AccessForm) -> HttpResponse:
    membership, new = services.give_access(**form.facts(), by=request.actor)
    waiting = not membership.user.has_usable_password()
    link = ""
    if waiting and may_invite(request, membership.user.email):
        link = send_invitation(
            user=membership.user, inviter=str(request.user), centre_name=request.centre.name
        )
    context = {"membership": membership, "link": link if new else "", "waiting": waiting}
    return render(request, "centres/access_given.html", context)


@requires("centres.members", fresh=True)
@require_POST
def withdraw(request: CentreRequest, pk: int) -> HttpResponse:
    """Take an access away, at once."""
    done = "L’accès est retiré : il ne sert plus dès maintenant."
    return _end(request, pk, services.withdraw_access, done)


@requires("centres.members", fresh=True)
@require_POST
def freeze(request: CentreRequest, pk: int) -> HttpResponse:
    """Freeze one account here; nobody else notices."""
    done = "L’accès est gelé : il ne sert plus dès maintenant."
    return _end(request, pk, services.freeze_access, done)


def _end(request: CentreRequest, pk: int, act: Callable[..., None], done: str) -> HttpResponse:
    """Do an act that ends an access, unless nobody would coordinate any more, and say how it went."""
    membership = get_object_or_404(Membership.objects.all(), pk=pk)
    try:
        act(membership, by=request.actor)
    except services.LastCoordinatorError as refusal:
        messages.error(request, str(refusal))
    else:
        if not Membership.objects.filter(user_id=request.user.pk).exists():
            logout(request)  # it was their own access: their session has ended with it
            return redirect("start")
        messages.success(request, done)
    return redirect(centre_url("centres:access"))


@requires("centres.members", fresh=True)
@require_POST
def release(request: CentreRequest, pk: int) -> HttpResponse:
    """Answer an alarm; one's own only when nobody else can, having proved anew who is there."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    if membership.user_id == request.user.pk and membership.frozen_at:
        if others_who_answer(membership).exists():
            raise PermissionDenied
        if confirmed_at(request) < membership.frozen_at.timestamp():
            return redirect_to_login(centre_url("desk:home"), reverse("account_reauthenticate"))
    services.release_access(membership, by=request.actor)
    messages.success(request, "L’accès sert de nouveau.")
    return redirect(centre_url("centres:access"))


@requires("centres.edit")
@require_safe
def journal(request: CentreRequest) -> HttpResponse:
    """Show who did what in this centre, latest first."""
    page = Paginator(AuditEvent.objects.order_by("-id"), 50).get_page(request.GET.get("page"))
    acts = [(event, past(event.action)) for event in page]
    return render(request, "centres/journal.html", {"page": page, "acts": acts})
