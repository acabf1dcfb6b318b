"""Addresses of the agenda."""

from django.urls import path

from planning.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.suggest, name="suggest"),
    path("<int:number>/", views.show, name="item"),
    path("<int:number>/accept/", views.accept, name="accept"),
    path("<int:number>/up/", views.move, {"up": True}, name="up"),
    path("<int:number>/down/", views.move, {"up": False}, name="down"),
    path("<int:number>/parts/new/", views.part_add, name="part-add"),
    path("<int:number>/<str:kind>/edit/", views.write, name="write"),
]
