"""Addresses of the register."""

from django.urls import path

from planning.correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("", views.register, name="list"),
    path("new/", views.enter, name="enter"),
    path("<uuid:pk>/", views.correct, name="correct"),
    path("<uuid:pk>/scan/", views.scan, name="scan"),
]
