"""The hub of the admin panel: gathers the slices, holds nothing."""
