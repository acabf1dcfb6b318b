"""Sign in, sign out, links by mail, sessions, one's own settings."""

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts import actions
from planning.accounts.forms import AddressForm, PasswordForm, WishesForm
from planning.accounts.models import Session
from planning.accounts.pages import actor, needs_second_factor, signed_in
from planning.accounts.rules import Purpose
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import refuse
from planning.outbox.rules import OPTIONAL

sign_in = login_not_required(
    require_http_methods(["GET", "POST"])(
        allauth_views.LoginView.as_view(template_name="planning/accounts/sign_in.html")
    )
)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whoever has none is led to sign-in too."""
    logout(request)
    return redirect("accounts:sign-in")


@login_not_required
@require_http_methods(["GET", "POST"])
def link_ask(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Send a one-time link to an address; the answer is the same for all addresses."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="reset_password", key=f"{purpose} {email.lower()}"):
            actions.send_link(email=email, purpose=purpose, at=timezone.now())
        return render(request, "planning/accounts/link_sent.html", {"purpose": purpose})
    status = 422 if form.errors else 200
    context = {"form": form, "purpose": purpose}
    return render(request, "planning/accounts/link_ask.html", context, status=status)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a one-time link is for; only the button uses it, which no mail scanner presses."""
    now = timezone.now()
    found = actions.find_link(secret=secret, at=now)
    if found.purpose == Purpose.PASSWORD:
        return _set_password(request, PasswordForm(request.POST or None, user=found.user), secret)
    if request.method != "POST":
        return render(request, "planning/accounts/link_enter.html", {"who": found.user})
    needed = needs_second_factor(found.user)
    user = actions.enter_by_link(secret=secret, needs_second_factor=needed, at=now)
    if request.user.is_authenticated:
        logout(request)
    return perform_login(request, Login(user=user, email=user.email))


def _set_password(request: HttpRequest, form: PasswordForm, secret: str) -> HttpResponse:
    if form.is_valid():
        typed = form.cleaned_data["password"]
        actions.set_password_by_link(secret=secret, password=typed, at=timezone.now())
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("accounts:sign-in")
    status = 422 if form.errors else 200
    return render(request, "planning/accounts/password_set.html", {"form": form}, status=status)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Lead to the second factors, where the passkeys are listed."""
    return redirect("mfa_index")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List one's own sessions."""
    rows = Session.objects.filter(user=signed_in(request), expire_date__gt=timezone.now())
    context = {
        "sessions": rows.order_by("-seen_at", "pk"),
        "here": request.session.session_key,
    }
    return render(request, "planning/accounts/sessions.html", context)


@require_POST
def session_end(request: HttpRequest, name: str) -> HttpResponse:
    """End one of one's own sessions."""
    return _end(request, [name])


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    others = Session.objects.filter(user=signed_in(request))
    return _end(request, [one.name for one in others if one.pk != request.session.session_key])


def _end(request: HttpRequest, names: list[str]) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    actions.end_sessions(user=user, names=names, by=actor(request), at=now)
    messages.success(request, _("Ended."))
    return redirect("accounts:sessions")


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change one's own language, zone and mails."""
    user = signed_in(request)
    form = WishesForm(
        request.POST or None,
        initial={
            "version": user.version,
            "language": user.language,
            "time_zone": user.time_zone,
            "mails": sorted(OPTIONAL - set(user.mails_declined)),
        },
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_wishes(user=user, **form.wishes, by=actor(request), at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:wishes")
    return render(request, "planning/accounts/wishes.html", {"form": form}, status=status)
