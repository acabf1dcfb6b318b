"""What Django, allauth, axes and DRF call by dotted path."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, cast
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends import db
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from planning.accounts import actions
from planning.accounts.models import ApiToken, IdempotencyKey, Session, User
from planning.accounts.pages import needs_second_factor, signed_in
from planning.accounts.rules import SECRET, SECURITY, Scope, digest_of
from planning.audit.rules import Actor
from planning.core.errors import Busy, Conflict

Answer = Callable[[HttpRequest], HttpResponse]
FRESH = 60  # seconds: how exact "last seen" is
UNSAVED = "unsaved"  # in the session
NOT_SAVED = _("You were no longer signed in: what you sent was not saved. Please send it again.")


def own_settings(get_response: Answer) -> Answer:
    """Show pages in the user's language and zone, and let no browser or proxy keep them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
            with timezone.override(ZoneInfo(user.time_zone)):
                response = get_response(request)
        else:
            response = get_response(request)
        add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


class SessionStore(db.SessionStore):
    """Sessions as rows that know whose they are, since when, and when they were last seen."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Fill a row; begin and last use stand in its data too, which each request reads anyway."""
        now = timezone.now()
        data = {"begun": now.timestamp()} | data | {"seen": now.timestamp()}
        row = cast("Session", super().create_model_instance(data))
        row.user_id = data.get("_auth_user_id")
        row.begun_at = datetime.fromtimestamp(data["begun"], tz=UTC)
        row.seen_at = now
        row.device = data.get("device", "")
        row.address = data.get("address")
        return row


def time_out(get_response: Answer) -> Answer:
    """End a session that was idle for too long, or is too old however busy it was."""

    def middleware(request: HttpRequest) -> HttpResponse:
        session = request.session
        if request.user.is_authenticated and "seen" in session:
            now = timezone.now().timestamp()
            idle, age = now - session["seen"], now - session["begun"]
            if idle > settings.SESSION_IDLE or age > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif idle > FRESH:
                note_device(request)
        return get_response(request)

    return middleware


def note_device(request: HttpRequest) -> None:
    """Note with a session what its browser says it is, and where it is."""
    request.session["device"] = request.headers.get("User-Agent", "")[:200]
    request.session["address"] = request.META.get("REMOTE_ADDR") or None


class SignInFirst(LoginRequiredMiddleware):
    """Send strangers to sign-in, and from there back to the page they asked for.

    Whoever sent something after their session had ended is told that it was not saved, and goes
    on at the visit it was about: where it was sent to there may be no page.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Lead to sign-in."""
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        request.session[UNSAVED] = True
        messages.warning(request, NOT_SAVED)
        place = cast("ResolverMatch", request.resolver_match)
        page = reverse("overview:home")
        if place.namespace == "admin":
            page = reverse("admin:index")
        elif "visit" in place.kwargs:
            page = reverse("overview:visit", kwargs={"visit": place.kwargs["visit"]})
        return redirect_to_login(page, reverse("accounts:sign-in"))


def sent_once(get_response: Answer) -> Answer:
    """Give a form one effect, however often its button is pressed: the twin gets the same answer.

    The token against forgery is another one on every page that is shown, so the same token with
    the same content at the same address is the same press (ADR 6 has the same for the API). What
    was refused, or shown once more, leaves nothing behind and may be sent again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        is_api = request.path.startswith("/api/")  # it reads the body itself
        is_post = request.method == "POST" and not is_api
        if not (is_post and isinstance(user, User) and "csrfmiddlewaretoken" in request.POST):
            return get_response(request)
        press = f"form {_fingerprint(request)}"
        try:
            with actions.once(user=user, key=press, fingerprint="", at=timezone.now()) as row:
                if row.status is not None:
                    return _answer_again(request, row)
                response = get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                elif getattr(response, "is_done", response.status_code == 302):
                    where = response.headers.get("Location")
                    actions.keep(row, status=response.status_code, addresses=where)
                else:
                    actions.unkeep(row)
                return response
        except Busy as busy:
            return render(request, "planning/refused.html", {"refusal": busy}, status=busy.status)

    return middleware


def _fingerprint(request: HttpRequest) -> str:
    """Return what is the same for two presses of one button on one page, and for nothing else."""
    told = hashlib.sha256(repr([request.get_full_path(), *request.POST.lists()]).encode())
    for name, file in cast("Mapping[str, UploadedFile[Any]]", request.FILES).items():
        told.update(f"{name} {file.name} {file.size}".encode())
        for chunk in file.chunks():
            told.update(chunk)
        file.seek(0)
    return told.hexdigest()


def _answer_again(request: HttpRequest, row: IdempotencyKey) -> HttpResponse:
    if row.addresses:
        messages.info(request, _("This was sent twice, and done once."))
        return redirect(row.addresses)
    refusal = Conflict(_("This has been done already; what it answered is shown only once."))
    return render(request, "planning/refused.html", {"refusal": refusal}, status=refusal.status)


class SecondFactor:
    """Lead whoever needs a second factor and has none to set one up, and nowhere else."""

    SETTING_UP = {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
    }

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_rest: Any
    ) -> HttpResponse | None:
        """Open a page to those who have what they need; what strangers may open stays open."""
        user, place = request.user, cast("ResolverMatch", request.resolver_match)
        api = place.namespace == "api"  # it asks by itself who is there
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or not isinstance(user, User)
            or not (api or getattr(view, "login_required", True))
            or place.view_name in self.SETTING_UP
            or actions.has_second_factor(user)
            or not needs_second_factor(user)
        ):
            return None
        sentence = _("Your role needs a second factor: set one up before you go on.")
        if api:
            problem = {"title": sentence, "status": 403, "errors": []}
            return JsonResponse(problem, status=403, content_type="application/problem+json")
        messages.warning(request, sentence)
        return redirect("mfa_index")


class Accounts(DefaultAccountAdapter):
    """The one way in: nobody signs up, every change is an action, every mail goes by the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Please enter a correct e-mail address and password."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open no account by itself: administrators do."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Lead on to pages of this host only."""
        return bool(url and url.startswith("/")) and url_has_allowed_host_and_scheme(url, None)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session anew, note by which device, and say again what was not saved."""
        super().login(request, user)
        request.session["begun"] = timezone.now().timestamp()
        note_device(request)
        if request.session.pop(UNSAVED, False):
            messages.warning(request, NOT_SAVED)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Answer whoever is shut out as if there were no such account."""
        messages.error(request, str(self.error_messages["email_password_mismatch"]))
        return redirect("accounts:sign-in")

    def is_reauthentication_required(self, *, app: str, **_rest: Any) -> bool:
        """Ask for the password again, unless it was given a few minutes ago."""
        records = get_authentication_records(self.request, signed_in(self.request))
        latest = max((record["at"] for record in records), default=0)
        return timezone.now().timestamp() - latest > 300

    def set_password(self, user: User, password: str) -> None:
        """Set a password that its owner has chosen."""
        now = timezone.now()
        actions.change_password(user=user, password=password, by=Actor(user=user), at=now)
        user.refresh_from_db()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **more: Any,
    ) -> None:
        """Confirm in our words what was changed; greet nobody and take leave of nobody."""
        what = PurePath(message_template or "").stem
        if what in SECURITY and what != "recovery_codes_generated":  # they stand on the page
            messages.success(request, _("Done. Your other sessions have ended."))
        elif not message_template:
            super().add_message(request, level, message_template, *rest, **more)

    def send_notification_mail(self, template_prefix: str, user: User, *_rest: Any) -> None:
        """Tell of a change in how somebody signs in, and end their other sessions."""
        what = PurePath(template_prefix).name
        if what in SECURITY:
            key = self.request.session.session_key or ""
            by, now = Actor(user=user), timezone.now()
            actions.secure(user=user, what=what, but=key, by=by, at=now)


class Ministry(DefaultSocialAccountAdapter):
    """A ministry's own sign-in: it opens accounts that exist, by verified address, no others."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account; whoever has none is answered like everybody who is not let in."""
        claims = sociallogin.account.extra_data["id_token"]
        address = str(claims.get("email", "")).lower()
        found = User.objects.filter(email=address, is_active=True).first()
        if found is None or claims.get("email_verified") is not True:
            self.on_authentication_error(request)
        sociallogin.user = found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Open no account by itself."""
        return False

    def on_authentication_error(self, request: HttpRequest, *_rest: Any, **_more: Any) -> None:
        """Lead back to sign-in, with one sentence for whatever was wrong."""
        messages.error(
            request,
            _("Your ministry's sign-in did not open an account here. Try again, or another way."),
        )
        raise ImmediateHttpResponse(redirect("accounts:sign-in"))


class SecondFactors(DefaultMFAAdapter):
    """Second factors, their secrets enciphered with the installation's own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and you have no other: add another one first."
        )
    }

    def encrypt(self, text: str) -> str:
        """Encipher a secret for the database."""
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read one from there."""
        return self._cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, kind: str) -> str:
        """Suggest a name for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=kind).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of whoever needs one."""
        user = authenticator.user
        return not needs_second_factor(user) or actions.has_second_factor(user, but=authenticator)

    def _cipher(self) -> Fernet:
        key = hashlib.sha256(b"planning.accounts.factor" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))


def who_knocks(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Return the address that wrong passwords are counted for: in any case it is the same one."""
    given = credentials or request.POST
    names = (given.get(name) for name in ("email", "username", "login"))
    return next((name for name in names if name), "").strip().lower()


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF checked; a stranger is answered 401, not 403."""

    def authenticate_header(self, request: object) -> str:
        """Name the scheme, which makes the answer to a stranger a 401."""
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer summit_…``: the user whose token it is, as far as its scope goes.

    No cookie takes part, so nothing can be forged and no CSRF token is asked for.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return user and token, or None where no token was sent.

        A token that is unknown, expired or revoked, or whose user may not sign in: all are
        answered alike. A token is found by its handle; its secret is compared in constant time.
        """
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        shape = SECRET.fullmatch(secret.strip())
        handle = shape["handle"] if shape else ""
        token = ApiToken.objects.with_people().filter(handle=handle).first()
        known = constant_time_compare(token.digest if token else "", digest_of(secret.strip()))
        at = timezone.now()
        if token is None or not known or not token.opens(at):
            raise exceptions.AuthenticationFailed
        if token.scope == Scope.READ and request.method not in SAFE_METHODS:
            raise exceptions.PermissionDenied(_("This token may only read."))
        actions.note_use(token=token, at=at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which makes the answer to a stranger a 401."""
        return 'Bearer realm="Summit"'
