"""Account pages that allauth does not have."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pupitre.accounts import services
from pupitre.accounts.models import User
from pupitre.accounts.queries import has_second_factor, open_sessions
from pupitre.core.access import requires


@requires("login")
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """My account: name, password, second factor, appearance."""
    assert isinstance(request.user, User)  # noqa: S101  # "login" is asked
    context = {
        "second_factor": has_second_factor(request.user),
        "sessions": open_sessions(request.user, here=request.session.session_key or ""),
    }
    return render(request, "accounts/account.html", context)


@requires("login")
@require_POST
def end_session(request: HttpRequest, started: int) -> HttpResponse:
    """End one of my sessions, wherever it is."""
    services.end_session(user_id=request.user.pk or 0, started=started)
    messages.success(request, "Cette session est fermée.")
    return redirect("accounts:account")


@requires("login")
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End all my sessions but this one."""
    services.end_sessions(user_id=request.user.pk or 0, but=request.session.session_key or "")
    messages.success(request, "Vos autres sessions sont fermées.")
    return redirect("accounts:account")


@requires("login")
@require_POST
def scheme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark, or as the device."""
    chosen = request.POST.get("scheme", "")
    if chosen in User.Scheme.values and isinstance(request.user, User):
        services.set_scheme(user=request.user, scheme=chosen)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "/")
