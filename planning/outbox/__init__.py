"""Messages as rows, their delivery, and its journal."""
