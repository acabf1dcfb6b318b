"""Tasks that hang on a visit's days."""
