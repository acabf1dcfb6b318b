"""Addresses of dates."""

from django.urls import path

from planning.dates import views

app_name = "dates"
urlpatterns = [
    path("", views.board, name="board"),
    path("<uuid:pk>/confirm/", views.request_make, {"kind": "confirm"}, name="request-confirm"),
    path("<uuid:pk>/announce/", views.request_make, {"kind": "announce"}, name="request-announce"),
    path("requests/<uuid:pk>/refuse/", views.request_refuse, name="request-refuse"),
    path("requests/<uuid:pk>/withdraw/", views.request_withdraw, name="request-withdraw"),
]
