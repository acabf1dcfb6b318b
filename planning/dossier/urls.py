"""Addresses of dossier."""

from django.urls import path

from planning.dossier import views

app_name = "dossier"
urlpatterns = [
    path("", views.list_, name="list"),
]
