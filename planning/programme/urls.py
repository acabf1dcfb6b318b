"""Addresses of programme."""

from django.urls import path

from planning.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.list_, name="list"),
]
