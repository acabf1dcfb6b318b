"""Countries, organisations, people, memberships."""
