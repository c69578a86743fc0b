"""What makes a spreadsheet take text for a formula and run it."""

from __future__ import annotations

STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""A cell that begins with one of these is a formula to one spreadsheet or another."""
APOSTROPHE = "'"
"""Put in front, it makes text of a formula; nothing else is changed."""
