"""Tests of the identifier scanner."""
