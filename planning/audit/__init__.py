"""Who did what and why, on top of row history kept by database triggers."""
