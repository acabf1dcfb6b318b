"""Addresses of preparation."""

from django.urls import path

from planning.preparation import views

app_name = "preparation"
urlpatterns = [
    path("", views.list_, name="list"),
]
