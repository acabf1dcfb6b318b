"""Addresses of preparation."""

from django.urls import path

from planning.preparation import views

app_name = "preparation"
urlpatterns = [
    path("", views.list_, name="list"),
    path("tasks/new/", views.task_add, name="add"),
    path("tasks/some/", views.task_some, name="some"),
    path("tasks/<uuid:pk>/tick/", views.task_tick, name="tick"),
    path("tasks/<uuid:pk>/reopen/", views.task_reopen, name="reopen"),
    path("tasks/<uuid:pk>/waive/", views.task_waive, name="waive"),
]
