"""Surveys: what was estimated from people's answers, kept without the answers."""
