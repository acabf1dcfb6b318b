"""Addresses of the pages that read everything."""

from django.urls import path

from planning.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("calendar/", views.calendar, name="calendar"),
    path("visits/", views.visits, name="visits"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("visits/<str:visit>/", views.visit, name="visit"),
    path("visits/<str:visit>/history/", views.history, name="history"),
    path("visits/<str:visit>/messages/", views.messages, name="messages"),
    path("visits/<str:visit>/messages/next/", views.messages_next, name="messages-next"),
    path("visits/<str:visit>/messages/<uuid:pk>/", views.message, name="message"),
]
