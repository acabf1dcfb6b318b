"""Addresses without a slice."""

from django.urls import path

from planning.core import views

urlpatterns = [
    path("demo/clock/", views.demo_clock, name="demo-clock"),
    path("look/", views.look, name="look"),
    path("typed/<str:kind>/", views.typed, name="typed"),
    path("api/v1/docs/", views.api_docs, name="api-docs"),
    path("healthz", views.healthz, name="healthz"),
]
