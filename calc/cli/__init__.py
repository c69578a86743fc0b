"""The command ``canbao``."""

from calc.cli.main import main

__all__ = ["main"]
