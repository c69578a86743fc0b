"""The processes of a run: each evaluates pieces, and results come back in the order of pieces."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context, parent_process
from threading import Thread

import pyarrow as pa

from calc.batch.engine import BatchOptions
from calc.batch.evaluating import Done, Evaluating
from calc.batch.sources import Piece
from calc.errors import CanbaoError, problem
from calc.parameters.lookup import Parameters

LEAN: Mapping[str, str] = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
}
"""Settings of the processes: freed memory goes back to the system, each uses one core."""

_evaluating: Evaluating | None = None


def _start(parameters: Parameters, options: BatchOptions, kind: str) -> None:
    """Make a process ready."""
    Thread(target=_end_with_parent, daemon=True).start()
    global _evaluating  # noqa: PLW0603  # one for each process, made once
    _evaluating = Evaluating(parameters, options, kind)


def _end_with_parent() -> None:
    """End when the process that started this one is gone.

    One that was killed tells nobody; its processes would wait for work for ever, as each of them
    holds the pipe open that the others read from.
    """
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _evaluate(piece: Piece) -> Done:
    """Evaluate a piece in a process of its own."""
    if _evaluating is None:
        raise AssertionError("the process was not made ready")
    return _evaluating.done(piece)


Evaluated = Iterator[tuple[Piece, Done]]


@contextmanager
def evaluated(
    evaluating: Evaluating, pieces: Iterator[Piece], jobs: int, output: str
) -> Iterator[Evaluated]:
    """Pieces with their results, in order.

    Args:
        evaluating: Evaluates them, here or as a copy in each process.
        pieces: The pieces.
        jobs: How many processes evaluate them.
        output: The name of the output, for errors.

    Raises:
        CanbaoError: A process was ended from outside.
    """
    # one piece is not worth a second process
    first = next(pieces, None)
    second = next(pieces, None) if first is not None else None
    head = [piece for piece in (first, second) if piece is not None]
    everything = chain(head, pieces)
    if jobs == 1 or second is None:
        yield ((piece, evaluating.done(piece)) for piece in everything)
        return
    for setting, value in LEAN.items():
        os.environ.setdefault(setting, value)
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_start,
        initargs=evaluating.made_of,
    )
    try:
        yield _in_order(pool, jobs, everything)
    except BrokenProcessPool:
        raise CanbaoError([problem("run.worker_died", output)]) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, jobs: int, pieces: Iterator[Piece]) -> Evaluated:
    """As many pieces on their way as there are processes, and one to have it ready."""
    waiting: deque[tuple[Piece, Future[Done]]] = deque()
    for piece in pieces:
        waiting.append((piece, pool.submit(_evaluate, piece)))
        if len(waiting) > jobs:
            piece, future = waiting.popleft()
            yield _light(piece), future.result()
    while waiting:
        piece, future = waiting.popleft()
        yield _light(piece), future.result()


def _light(piece: Piece) -> Piece:
    """A piece without its rows."""
    return replace(piece, reader=None, block=pa.RecordBatch.from_pylist([], pa.schema([])))
