"""Date options, required parties, positions, holds, fixed meetings, requests."""
