"""Addresses of a visit's participants."""

from django.urls import path

from planning.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.participants, name="participants"),
    path("new/", views.part_add, name="part-add"),
    path("<uuid:pk>/focal-points/new/", views.point_name, name="point-name"),
    path("focal-points/<uuid:pk>/release/", views.point_release, name="point-release"),
    path("let-in/", views.let_in_some, name="let-in-some"),
    path("<uuid:pk>/let-in/", views.let_in, {"let": True}, name="let-in"),
    path("<uuid:pk>/shut-out/", views.let_in, {"let": False}, name="shut-out"),
    path("roles/new/", views.appoint, name="appoint"),
    path("roles/<uuid:pk>/dismiss/", views.dismiss, name="dismiss"),
]
