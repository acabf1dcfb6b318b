"""The hub of the API: gathers the slices' viewsets under ``/api/v1/``."""

from django.urls import path

from planning.accounts.api import Router, SchemaView
from planning.dates import api as dates
from planning.lifecycle import api as lifecycle
from planning.stakeholders import api as stakeholders
from planning.visits import api as visits

app_name = "api"
router = Router()
router.register("countries", stakeholders.CountryViewSet, "country")
router.register("organisations", stakeholders.OrganisationViewSet, "organisation")
router.register("people", stakeholders.PersonViewSet, "person")
router.register("memberships", stakeholders.MembershipViewSet, "membership")
router.register("series", visits.SeriesViewSet, "series")
router.register("visits", visits.VisitViewSet, "visit")
router.register("sides", visits.SideViewSet, "side")
router.register("legs", visits.LegViewSet, "leg")
router.register("links", visits.LinkViewSet, "link")
router.register("participations", visits.ParticipationViewSet, "participation")
router.register("focal-points", visits.PointViewSet, "focal-point")
router.register("roles", visits.RoleViewSet, "role")
router.register("fixed-meetings", dates.MeetingViewSet, "fixed-meeting")
router.register("date-options", lifecycle.DateOptionViewSet, "date-option")
router.register("required-parties", lifecycle.PartyViewSet, "required-party")
router.register("positions", lifecycle.PositionViewSet, "position")
router.register("requests", lifecycle.RequestViewSet, "request")
urlpatterns = [path("schema/", SchemaView.as_view(), name="schema"), *router.urls]
