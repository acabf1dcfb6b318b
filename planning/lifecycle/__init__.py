"""Acts over several slices: granting a request with its cascade."""
