"""The pages that read everything: home, visits, history, messages."""
