"""How scans are handed out."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import SCAN_TYPES


def scan_of(entry: RegisterEntry) -> HttpResponse:
    """Answer with a scan as a file to keep, never as a page: what is inside it runs nowhere.

    Raises Http404 where there is none.
    """
    if not entry.scan:
        raise Http404
    ending = dict(SCAN_TYPES.values())[entry.scan_type]
    name = f"{entry.visit.slug}-{str(entry.pk)[:8]}.{ending}"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    with entry.scan.open() as file:
        return HttpResponse(file.read(), content_type=entry.scan_type, headers=headers)
