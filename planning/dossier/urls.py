"""Addresses of the dossier."""

from django.urls import path

from planning.dossier import views

app_name = "dossier"
urlpatterns = [
    path("", views.dossier, name="list"),
    path("indicator/<uuid:pk>/value/", views.value_add, name="value-add"),
    path("<str:kind>/new/", views.add, name="add"),
    path("<str:kind>/<uuid:pk>/", views.edit, name="edit"),
]
