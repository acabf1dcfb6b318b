"""Addresses of a visit's participants."""

from django.urls import path

from planning.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.participants, name="participants"),
]
