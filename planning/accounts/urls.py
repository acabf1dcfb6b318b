"""Addresses of accounts; those of allauth under the names by which it calls them itself."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods

from planning.accounts import views
from planning.accounts.rules import Purpose


def page(view: Any, template: str) -> Any:
    """Show a page of allauth's in a template of ours, and answer nothing but GET and POST."""
    shown = view.as_view(template_name=f"planning/accounts/{template}.html")
    return require_http_methods(["GET", "HEAD", "POST"])(shown)


own = [
    path("", views.wishes, name="wishes"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("link/", views.link_ask, {"purpose": Purpose.SIGN_IN}, name="link-ask"),
    path("link/<str:secret>/", views.link, name="link"),
    path("forgotten/", views.link_ask, {"purpose": Purpose.PASSWORD}, name="password-ask"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<uuid:pk>/revoke/", views.token_revoke, name="token-revoke"),
    path("views/keep/", views.view_keep, name="view-keep"),
    path("views/<uuid:pk>/forget/", views.view_drop, name="view-drop"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/end/", views.sessions_end, name="sessions-end"),
    path("sessions/<str:name>/end/", views.session_end, name="session-end"),
]
allauths = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path(
        "sign-in/code/",
        login_not_required(page(factors.AuthenticateView, "second_factor")),
        name="mfa_authenticate",
    ),
    path(
        "sign-in/passkey/",
        login_not_required(require_http_methods(["GET", "POST"])(keys.login_webauthn)),
        name="mfa_login_webauthn",
    ),
    path(
        "ministry/",
        views.ministry,
        {"provider_id": "ministry"},
        name="openid_connect_login",
    ),
    path(
        "ministry/answer/",
        views.ministry_answer,
        {"provider_id": "ministry"},
        name="openid_connect_callback",
    ),
    path("again/", page(account.ReauthenticateView, "again"), name="account_reauthenticate"),
    path("again/code/", page(factors.ReauthenticateView, "again"), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        page(keys.ReauthenticateWebAuthnView, "again_key"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "password/",
        page(account.PasswordChangeView, "password_change"),
        name="account_change_password",
    ),
    path("forgotten/", views.link_ask, {"purpose": Purpose.PASSWORD}, name="account_set_password"),
    path("second-factor/", page(factors.IndexView, "factors"), name="mfa_index"),
    path("second-factor/app/", page(app.ActivateTOTPView, "app_add"), name="mfa_activate_totp"),
    path(
        "second-factor/app/remove/",
        page(views.RemoveApp, "factor_remove"),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-factor/codes/",
        page(codes.ViewRecoveryCodesView, "codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/new/",
        page(codes.GenerateRecoveryCodesView, "codes_new"),
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/keys/", views.keys, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", page(keys.AddWebAuthnView, "key_add"), name="mfa_add_webauthn"),
    path(
        "second-factor/keys/<int:pk>/remove/",
        page(views.RemoveKey, "factor_remove"),
        name="mfa_remove_webauthn",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include((own, "accounts"))),
    path("account/", include(allauths)),
]
