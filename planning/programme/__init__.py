"""Programme items and their print."""
