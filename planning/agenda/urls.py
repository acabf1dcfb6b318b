"""Addresses of agenda."""

from django.urls import path

from planning.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.list_, name="list"),
]
