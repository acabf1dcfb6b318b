"""Addresses of opening visits, and of acts over several slices."""

from django.urls import include, path

from planning.lifecycle import views

app_name = "lifecycle"
of_a_visit = [
    path("next-edition/", views.next_edition, name="next-edition"),
    path("facts/sides/<uuid:pk>/", views.side_lead, name="side-lead"),
    path("preparation/visits/new/", views.visit_prepare, name="visit-prepare"),
    path("dates/estimate/", views.estimate, name="estimate"),
    path("dates/propose/", views.propose, name="propose"),
    path("dates/parties/new/", views.party_add, name="party-add"),
    path("dates/positions/new/", views.take_position, name="take-position"),
    path("dates/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("dates/requests/<uuid:pk>/grant/", views.grant, name="grant"),
]
urlpatterns = [
    path("visits/new/", views.visit_new, name="visit-new"),
    path("visits/<str:visit>/", include(of_a_visit)),
]
