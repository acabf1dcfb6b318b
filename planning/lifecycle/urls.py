"""Addresses of acts over several slices."""

from django.urls import path

from planning.lifecycle import views

app_name = "lifecycle"
urlpatterns = [
    path("dates/estimate/", views.estimate, name="estimate"),
    path("dates/propose/", views.propose, name="propose"),
    path("dates/parties/new/", views.party_add, name="party-add"),
    path("dates/positions/new/", views.take_position, name="take-position"),
    path("dates/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("dates/requests/<uuid:pk>/grant/", views.grant, name="grant"),
]
