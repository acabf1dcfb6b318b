"""Whether the whole works: readiness, metrics, the doctor. It reads everything and owns no page."""
