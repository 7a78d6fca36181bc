"""Channels know the advisor; the advisor knows no channel."""
