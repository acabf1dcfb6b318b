"""The hub of addresses: gathers the slices, holds nothing."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("planning.core.urls")),
    path("", include("planning.operations.urls")),
    path("", include("planning.accounts.urls")),
    path("", include("planning.lifecycle.urls")),  # before the codes of visits: "new" is none
    path("", include("planning.overview.urls")),
    path("visits/<str:visit>/", include("planning.reminders.urls")),
    path("visits/<str:visit>/dates/", include("planning.dates.urls")),
    path("visits/<str:visit>/agenda/", include("planning.agenda.urls")),
    path("visits/<str:visit>/programme/", include("planning.programme.urls")),
    path("visits/<str:visit>/preparation/", include("planning.preparation.urls")),
    path("visits/<str:visit>/register/", include("planning.correspondence.urls")),
    path("visits/<str:visit>/dossier/", include("planning.dossier.urls")),
    path("visits/<str:visit>/", include("planning.visits.urls")),
    path("api/v1/", include("planning.api")),
    path("admin/", admin.site.urls),
]
