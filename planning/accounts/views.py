"""Sign in, sign out, links by mail, sessions, one's own settings and API tokens."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts import actions
from planning.accounts.formats import claims_of, device_in_words
from planning.accounts.forms import AddressForm, PasswordForm, TokenForm, WishesForm
from planning.accounts.models import ApiToken, SavedView, Session, User
from planning.accounts.pages import actor, needs_second_factor, signed_in
from planning.accounts.rules import Purpose
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import Undo, refuse, say
from planning.core.rows import locked
from planning.outbox.rules import OPTIONAL

NONCE = "oidc_nonce"  # in the session


class SignIn(allauth_views.LoginView):
    """The one way in."""

    template_name = "planning/accounts/sign_in.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Name the ministry's own sign-in, where there is one."""
        ministry = settings.OIDC_NAME if settings.OIDC_SERVER else ""
        return super().get_context_data(**context, ministry=ministry)


class Provider(OpenIDConnectOAuth2Adapter):
    """The ministry's provider, believed only by its signature."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Read who comes from the token alone."""
        config, nonce = self.openid_config, request.session.pop(NONCE, "")
        try:
            if config["issuer"].rstrip("/") != settings.OIDC_SERVER:
                raise Refused(_("The issuer is another one."))
            claims = claims_of(
                kwargs["response"].get("id_token", ""),
                issuer=config["issuer"],
                keys=config["jwks_uri"],
                client=app.client_id,
                nonce=nonce,
            )
        except Refused as refusal:
            raise OAuth2Error(str(refusal)) from refusal
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


sign_in = login_not_required(require_http_methods(["GET", "HEAD", "POST"])(SignIn.as_view()))


@login_not_required
@require_POST
def ministry(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the ministry's own sign-in, with a state and a nonce that only this session has."""
    provider = _provider(request, provider_id).get_provider()
    nonce = request.session[NONCE] = get_random_string(32)
    following = get_next_redirect_url(request)
    parameters = {"nonce": nonce}
    return provider.redirect(
        request, process=AuthProcess.LOGIN, next_url=following, auth_params=parameters
    )


@login_not_required
@require_safe
def ministry_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let in whom the ministry vouches for, if there is an account with that address."""
    return OAuth2CallbackView.adapter_view(_provider(request, provider_id))(request)


def _provider(request: HttpRequest, provider_id: str) -> Provider:
    if not settings.OIDC_SERVER:
        raise Http404
    return Provider(request, provider_id)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whoever has none is led to sign-in too."""
    logout(request)
    return redirect("accounts:sign-in")


@login_not_required
@require_http_methods(["GET", "POST"])
def link_ask(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Send a one-time link to an address; the answer is the same for all addresses.

    A known one takes some milliseconds more; three tries an hour for each say nothing by that.
    """
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


class OneAtATime:
    """Remove one second factor after another, so that no two go at once and leave none."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it under the lock of the account."""
        with transaction.atomic():
            locked(User, signed_in(request).pk)
            return super().post(request, *args, **kwargs)  # type: ignore[misc]  # of the view


class RemoveApp(OneAtATime, DeactivateTOTPView):
    """Remove the authenticator app, unless it is all that somebody has who needs one."""


class RemoveKey(OneAtATime, RemoveWebAuthnView):
    """Remove a passkey, unless it is all that somebody has who needs one."""

    form_class = DeactivateTOTPForm  # asks whether it may go; allauth asks that of apps alone

    def get_form_kwargs(self) -> dict[str, Any]:
        """Have the page say at once, before it is sent, that it may not go."""
        return {"data": {}} | super().get_form_kwargs() | {"authenticator": self.get_object()}


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Lead to the second factors, where the passkeys are listed."""
    return redirect("mfa_index")


@require_POST
def view_keep(request: HttpRequest) -> HttpResponse:
    """Keep what a list is narrowed to and sorted by, and go back to it."""
    path, page = _list_at(request)
    query = request.POST.get("query", "")
    name = request.POST.get("name", "")
    user = signed_in(request)
    actions.keep_view(
        user=user, page=page, name=name, query=query, by=actor(request), at=clock.now()
    )
    messages.success(request, _("Kept. It stands beside the filters of this list."))
    return redirect(f"{path}?{query}")


@require_POST
def view_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget a view of a list, and go back to the whole of it."""
    path, _page = _list_at(request)
    view = get_object_or_404(SavedView.objects.select_related("user"), pk=pk, user=request.user)
    kept = {"path": path, "query": view.query, "name": view.name}
    actions.forget_view(view=view, by=actor(request), at=clock.now())
    say(request, _("Forgotten: %(name)s.") % kept, Undo(reverse("accounts:view-keep"), kept))
    return redirect(path)


def _list_at(request: HttpRequest) -> tuple[str, str]:
    """Return the posted path of a page of ours and the name of its address. Raises Http404."""
    path = request.POST.get("path", "")
    return path, resolve(path).view_name


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List one's own sessions."""
    rows = Session.objects.filter(user=signed_in(request)).open(timezone.now())
    shown = [(row, device_in_words(row.device)) for row in rows.order_by("-seen_at", "pk")]
    context = {"sessions": shown, "here": request.session.session_key}
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
            "single_keys": user.single_keys,
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


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own API tokens and make one; its secret stands on the answer, and nowhere else."""
    user = signed_in(request)
    form = TokenForm(request.POST or None)
    page = {"form": form, "secret": "", "now": timezone.now()}
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            page["token"], page["secret"] = actions.create_token(
                name=typed["name"],
                scope=typed["scope"],
                life=timedelta(days=typed["days"]),
                by=actor(request),
                at=timezone.now(),
            )
            page["form"] = TokenForm()
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
    page["tokens"] = ApiToken.objects.visible_to(user).filter(user=user).latest_first()
    answer = render(request, "planning/accounts/tokens.html", page, status=status)
    answer.is_done = bool(page["secret"])  # type: ignore[attr-defined]  # for ``sent_once``
    return answer


@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a token."""
    token = get_object_or_404(ApiToken.objects.visible_to(signed_in(request)), pk=pk)
    actions.revoke_token(token=token, by=actor(request), at=timezone.now())
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return redirect("accounts:tokens")
