"""Addresses of accounts."""

from django.urls import path

from planning.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.wishes, name="wishes"),
    path("account/sign-in/", views.sign_in, name="sign-in"),
    path("account/sign-out/", views.sign_out, name="sign-out"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", views.token_revoke, name="token-revoke"),
]
