"""Who takes part."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from planning.visits.models import Visit
from planning.visits.pages import visit_page
from planning.visits.rules import Rights


@require_safe
@visit_page
def participants(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Placeholder while the slice is being built."""
    return HttpResponse("")
