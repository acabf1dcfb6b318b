"""The hub of the API: gathers the slices' viewsets under ``/api/v1/``."""

from django.urls import path

from planning.accounts.api import Router, SchemaView
from planning.dates.api import DateOptionViewSet
from planning.lifecycle.api import PositionViewSet, RequestViewSet
from planning.visits.api import VisitViewSet

app_name = "api"
router = Router()
router.register("visits", VisitViewSet, "visit")
router.register("date-options", DateOptionViewSet, "date-option")
router.register("positions", PositionViewSet, "position")
router.register("requests", RequestViewSet, "request")
urlpatterns = [path("schema/", SchemaView.as_view(), name="schema"), *router.urls]
