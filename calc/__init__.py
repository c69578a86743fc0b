"""Canbao."""
