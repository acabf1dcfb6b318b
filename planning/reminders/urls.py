"""Addresses of reminders."""

from django.urls import path

from planning.reminders import views
from planning.reminders.rules import CHASED

app_name = "reminders"
urlpatterns = [
    path(f"chase/{debt.value}/<uuid:pk>/", views.chase, {"debt": debt}, name=f"chase-{debt.value}")
    for debt in CHASED
]
