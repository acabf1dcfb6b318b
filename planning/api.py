"""The hub of the API: gathers the slices' viewsets under ``/api/v1/``."""

from django.urls import path

from planning.accounts.api import Router, SchemaView
from planning.agenda import api as agenda
from planning.correspondence import api as correspondence
from planning.dates import api as dates
from planning.dossier import api as dossier
from planning.lifecycle import api as lifecycle
from planning.overview import api as overview
from planning.preparation import api as preparation
from planning.programme import api as programme
from planning.reminders import api as reminders
from planning.stakeholders import api as stakeholders
from planning.visits import api as visits

app_name = "api"
router = Router()
router.register("countries", stakeholders.CountryViewSet, "country")
router.register("organisations", stakeholders.OrganisationViewSet, "organisation")
router.register("people", stakeholders.PersonViewSet, "person")
router.register("memberships", stakeholders.MembershipViewSet, "membership")
router.register("series", visits.SeriesViewSet, "series")
router.register("visits", lifecycle.VisitViewSet, "visit")
router.register("sides", lifecycle.SideViewSet, "side")
router.register("legs", visits.LegViewSet, "leg")
router.register("links", visits.LinkViewSet, "link")
router.register("participations", visits.ParticipationViewSet, "participation")
router.register("focal-points", visits.FocalPointViewSet, "focal-point")
router.register("roles", visits.RoleViewSet, "role")
router.register("fixed-meetings", dates.FixedMeetingViewSet, "fixed-meeting")
router.register("date-options", lifecycle.DateOptionViewSet, "date-option")
router.register("required-parties", lifecycle.RequiredPartyViewSet, "required-party")
router.register("positions", lifecycle.PositionViewSet, "position")
router.register("requests", lifecycle.RequestViewSet, "request")
router.register("register-entries", correspondence.RegisterEntryViewSet, "register-entry")
router.register("sensitivities", dossier.SensitivityViewSet, "sensitivity")
router.register("indicators", dossier.IndicatorViewSet, "indicator")
router.register("indicator-values", dossier.IndicatorValueViewSet, "indicator-value")
router.register("projects", dossier.ProjectViewSet, "project")
router.register("statements", dossier.StatementViewSet, "statement")
router.register("agenda-items", agenda.AgendaItemViewSet, "agenda-item")
router.register("agenda-texts", agenda.AgendaTextViewSet, "agenda-text")
router.register("programme-items", programme.ProgrammeItemViewSet, "programme-item")
router.register("tasks", preparation.TaskViewSet, "task")
router.register("chasers", reminders.ChaserViewSet, "chaser")
router.register("messages", overview.MessageViewSet, "message")
router.register("history", overview.HistoryViewSet, "history")
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("search/", overview.SearchView.as_view(), name="search"),
    *router.urls,
]
