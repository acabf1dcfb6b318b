"""Addresses of a visit's facts and participants."""

from django.urls import include, path

from planning.visits import views

app_name = "visits"
facts = [
    path("", views.facts, name="facts"),
    path("edit/", views.edit, name="edit"),
    path("places/new/", views.leg_add, name="leg-add"),
    path("places/<uuid:pk>/edit/", views.leg_edit, name="leg-edit"),
    path("links/new/", views.link_add, name="link-add"),
    path("links/<uuid:pk>/take-back/", views.unlink, name="unlink"),
]
participants = [
    path("", views.participants, name="participants"),
    path("new/", views.part_add, name="part-add"),
    path("several/", views.parts_add, name="parts-add"),
    path("<uuid:pk>/focal-points/new/", views.point_name, name="point-name"),
    path("focal-points/<uuid:pk>/release/", views.point_release, name="point-release"),
    path("let-in/", views.let_in_some, name="let-in-some"),
    path("<uuid:pk>/let-in/", views.let_in, {"let": True}, name="let-in"),
    path("<uuid:pk>/shut-out/", views.let_in, {"let": False}, name="shut-out"),
    path("roles/new/", views.appoint, name="appoint"),
    path("roles/<uuid:pk>/dismiss/", views.dismiss, name="dismiss"),
]
urlpatterns = [
    path("facts/", include(facts)),
    path("participants/", include(participants)),
]
