"""What one must know: sensitivities, indicators, projects, statements."""
