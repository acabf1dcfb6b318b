"""Addresses of programme."""

from django.urls import path

from planning.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.list_, name="list"),
    path("print/", views.print_, name="print"),
    path("new/", views.item_add, name="add"),
    path("<uuid:pk>/edit/", views.item_edit, name="edit"),
    path("<uuid:pk>/remove/", views.item_remove, name="remove"),
    path("<uuid:pk>/up/", views.item_move, {"up": True}, name="up"),
    path("<uuid:pk>/down/", views.item_move, {"up": False}, name="down"),
]
