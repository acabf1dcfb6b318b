"""Agenda items, their parties and their texts."""
