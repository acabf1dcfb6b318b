"""The hub of the API: gathers the slices' viewsets under ``/api/v1/``."""

from rest_framework.routers import DefaultRouter

router = DefaultRouter()
urlpatterns = router.urls
