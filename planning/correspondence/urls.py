"""Addresses of correspondence."""

from django.urls import path

from planning.correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("", views.list_, name="list"),
]
