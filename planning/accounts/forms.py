"""Forms about oneself, and the way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.accounts.rules import Scope
from planning.core.wall import LEADING
from planning.outbox.rules import OPTIONAL, REASONS

OTHERS = sorted(zone for zone in available_timezones() if "/" in zone and zone not in LEADING)


class WishesForm(forms.Form):
    """Language, time zone, and which reminders come by mail."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Reminders reach you at 08:00 in this zone."),
        choices=[(zone, zone) for zone in (*LEADING, *OTHERS)],
    )
    mails = forms.MultipleChoiceField(
        label=_("Reminders by mail"),
        help_text=_("Mails that ask you to act, and those about your account, always come."),
        choices=lambda: [(name, REASONS[name]) for name in sorted(OPTIONAL)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    single_keys = forms.BooleanField(
        label=_("Keys pressed alone do something"),
        help_text=_("/ goes to the search, ? shows all keys. Ctrl+K works in any case."),
        required=False,
    )

    @property
    def wishes(self) -> dict[str, Any]:
        """Return what was chosen; what is not ticked is declined."""
        chosen = dict(self.cleaned_data)
        chosen["mails_declined"] = OPTIONAL - set(chosen.pop("mails"))
        return chosen


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("Name"), help_text=_("The program that will use it."), max_length=100
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("a year"))],
    )


class AddressForm(forms.Form):
    """The address to which a one-time link goes."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least twelve characters; a few words that nobody would guess are best."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> None:
        """Refuse a slip of the fingers."""
        super().clean()
        typed = self.cleaned_data.get("password")
        if typed and typed != self.cleaned_data.get("again"):
            self.add_error("again", _("Type the same password twice."))


class SignInForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail address"), password=_("Password"))


class AgainForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The old password and a new one, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password again"),
        )
        self.fields["password1"].help_text = PasswordForm.base_fields["password"].help_text

    def clean_oldpassword(self) -> str:
        """Count a wrong one like any other."""
        with counted(self.user):
            return super().clean_oldpassword()


class _Code(forms.Form):
    """A code of an app, or a recovery code; wrong ones are counted as wrong passwords are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))

    def clean_code(self) -> str:
        """Count a wrong one like any other."""
        with counted(self.user):
            return super().clean_code()  # type: ignore[misc]  # of the form it is mixed into


class CodeForm(_Code, factor_forms.AuthenticateForm):
    """The second factor at sign-in."""


class CodeAgainForm(_Code, factor_forms.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class FirstCodeForm(_Code, totp_forms.ActivateTOTPForm):
    """The first code of an app that is being added."""


class AddKeyForm(key_forms.AddWebAuthnForm):
    """A passkey or security key that is being added."""

    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        help_text=_("It then asks for your finger, face or PIN each time."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name"))


@contextmanager
def counted(user: User) -> Iterator[None]:
    """Count a wrong secret on the one counter of every door, and stop whoever is locked out."""
    request, credentials = context.request, {"username": user.email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True  # the middleware of axes answers
        raise ValidationError(_("Too many tries"))
    try:
        yield
    except ValidationError:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        raise


def _plain(form: forms.Form, **labels: Any) -> None:
    """Name fields in our words, without the placeholders that would repeat them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
        form.fields[name].widget.attrs.pop("placeholder", None)
