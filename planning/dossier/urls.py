"""Addresses of the dossier."""

from django.urls import path

from planning.dossier import views

app_name = "dossier"
urlpatterns = [
    path("", views.dossier, name="list"),
    path("indicator/<uuid:pk>/value/", views.value_add, name="value-add"),
    path("indicator/values/<uuid:pk>/", views.value_correct, name="value-correct"),
    path("<str:kind>/new/", views.add, name="add"),
    path("<str:kind>/<uuid:pk>/", views.edit, name="edit"),
]
