"""The command ``canbao``."""

import gc

# a command makes many objects that stay until it ends; looking them over again and again while it
# starts takes a tenth of its time
gc.set_threshold(100_000, 20, 20)

from calc.cli.main import main  # noqa: E402

__all__ = ["main"]
