"""The addresses: the product's own, the admin panel's."""

from django.urls import include, path

urlpatterns = [path("", include("planning.urls"))]
handler500 = "planning.core.views.failed"
