"""YAML as plain text: strict, with line numbers, and fast.

Every scalar stays the text that was typed (no ``1.50`` → ``1.5``, no ``no`` → false, no floats).
Anchors, aliases, tags and duplicate keys are refused: a policy file needs none of them, and a
hostile one uses them. The tree is built from parser events without recursion, so that deep
nesting meets our limit and not the end of the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import yaml

from calc.errors import CanbaoError, Problem, problem
from calc.records import frozen

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = Sequence[str | int]

MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 30


@frozen
class Source:
    """A parsed file: its data, and where each part of it stands."""

    name: str
    data: Tree
    _lines: dict[int, dict[str | int, int]]
    """Lines by container (its id; ``data`` keeps it alive) and key or index."""

    def line(self, path: Path) -> int:
        """The line (from 1) of the deepest part of ``path`` that exists."""
        node, line = self.data, 1
        for step in path:
            lines = self._lines.get(id(node))
            if lines is None or step not in lines:
                break
            line = lines[step]
            if isinstance(node, dict):
                node = node[str(step)]
            elif isinstance(node, list) and isinstance(step, int):
                node = node[step]
        return line

    def where(self, path: Path) -> str:
        """File, line and dotted key, for a problem."""
        key = ".".join(str(step) for step in path)
        return f"{self.name}:{self.line(path)}" + (f" {key}" if key else "")


def decode(content: bytes, name: str, maximum_bytes: int = MAXIMUM_BYTES) -> str:
    """UTF-8 text of a file that is not too large, without its byte-order mark.

    Raises:
        CanbaoError: ``file.too_large`` or ``file.not_utf8``.
    """
    if len(content) > maximum_bytes:
        raise CanbaoError(
            [problem("file.too_large", name, f"{len(content)} B", [f"≤ {maximum_bytes} B"])]
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CanbaoError(
            [problem("file.not_utf8", name, f"byte {error.start}", ["UTF-8"])]
        ) from None


def read_yaml(content: bytes, name: str, maximum_bytes: int = MAXIMUM_BYTES) -> Source:
    """Parse one YAML document.

    Args:
        content: The file's bytes, UTF-8 with or without a byte-order mark.
        name: The file's name for messages.
        maximum_bytes: The largest size taken.

    Raises:
        CanbaoError: Too large, not UTF-8, not YAML, nested too deeply, or with anchors, aliases,
            tags, duplicate or non-text keys; every such problem is listed.
    """
    source, twice = parse_yaml(content, name, maximum_bytes)
    if twice:
        raise CanbaoError(twice)
    return source


def parse_yaml(
    content: bytes, name: str, maximum_bytes: int = MAXIMUM_BYTES
) -> tuple[Source, list[Problem]]:
    """As ``read_yaml``, with the duplicate keys listed: they don't hide what else is wrong.

    Raises:
        CanbaoError: All that ``read_yaml`` refuses, but for duplicate keys alone.
    """
    text = decode(content, name, maximum_bytes)
    builder = _Builder(name)
    whole = False
    loader = yaml.CBaseLoader(text)
    try:
        builder.build(loader.get_event)
        whole = True
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        builder.problems.append(problem("yaml.syntax", f"{name}:{line}", error.problem or ""))
    except yaml.YAMLError as error:
        builder.problems.append(problem("yaml.syntax", name, str(error).splitlines()[0]))
    finally:
        loader.dispose()
    if not whole:
        raise CanbaoError(builder.problems)
    return Source(name, builder.root, builder.lines), builder.problems


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_NULLS = frozenset({"~", "null", "Null", "NULL"})
"""How YAML writes that there is no value."""


@dataclass(slots=True)
class _Frame:
    """An open container, the lines of its parts, and the key that waits for its value."""

    container: list[Tree] | dict[str, Tree]
    lines: dict[str | int, int]
    key: str | None = None


class _Builder:
    """Builds the tree from events.

    The innermost open container is kept apart from the stack of those around it, with the lines of
    its parts and, in a mapping, the key that waits for its value: this loop runs for every scalar
    of the law on file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Tree = ""
        self.lines: dict[int, dict[str | int, int]] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []

    def build(self, get_event: Callable[[], yaml.Event | None]) -> None:
        """Take events until the stream ends."""
        frame = _Frame([], {})  # holds the root
        documents = 0
        while True:
            event = get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                assert isinstance(event, yaml.ScalarEvent)
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event, event.tag)
                value = event.value
                if value in _NULLS and frame.key is not None and event.implicit[0]:
                    value = ""  # written without quotes after a key: left empty
                self._put(frame, value, _line(event), scalar=True)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                frame = self._open(frame, event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                frame = self._stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, None)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail("yaml.several_documents", event)
            elif event is None or kind is yaml.StreamEndEvent:
                break
        if isinstance(frame.container, list) and frame.container:
            self.root = frame.container[0]

    def _put(self, frame: _Frame, value: Tree, line: int, *, scalar: bool) -> None:
        container = frame.container
        if isinstance(container, list):
            frame.lines[len(container)] = line
            container.append(value)
        elif frame.key is not None:
            container[frame.key] = value
            frame.key = None
        elif scalar and isinstance(value, str):
            if value in frame.lines:
                where = f"{self.name}:{line}"
                self.problems.append(problem("yaml.duplicate_key", where, value))
            frame.lines[value] = line
            frame.key = value

    def _open(
        self, frame: _Frame, event: yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> _Frame:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, event.tag)
        if len(self._stack) >= MAXIMUM_DEPTH:
            self._fail("yaml.too_deep", event, f"> {MAXIMUM_DEPTH}")
        if frame.key is None and isinstance(frame.container, dict):
            self._fail("yaml.key_not_text", event)
        container: list[Tree] | dict[str, Tree] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self._put(frame, container, _line(event), scalar=False)
        self._stack.append(frame)
        inner = _Frame(container, {})
        self.lines[id(container)] = inner.lines
        return inner

    def _refuse(self, event: yaml.NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            self._fail("yaml.alias", event, event.anchor)
        self._fail("yaml.tag", event, tag)

    def _fail(self, code: str, event: yaml.Event, found: object = "") -> None:
        """Stop at once: what follows can't be placed any more."""
        self.problems.append(problem(code, f"{self.name}:{_line(event)}", found))
        raise CanbaoError(self.problems)
