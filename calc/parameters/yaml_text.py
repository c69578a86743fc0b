"""YAML as plain text: strict, with line numbers, and fast.

Every scalar stays the text that was typed (no ``1.50`` → ``1.5``, no ``no`` → false, no floats).
Anchors, aliases, tags and duplicate keys are refused: a policy file needs none of them, and a
hostile one uses them. The tree is built from parser events without recursion, so that deep
nesting meets our limit and not the end of the stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from calc.errors import CanbaoError, Problem, problem

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = Sequence[str | int]

MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 30


@dataclass(frozen=True, slots=True)
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
    text = decode(content, name, maximum_bytes)
    builder = _Builder(name)
    loader = yaml.CBaseLoader(text)
    try:
        while loader.check_event():
            builder.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        builder.problems.append(problem("yaml.syntax", f"{name}:{line}", error.problem or ""))
    except yaml.YAMLError as error:
        builder.problems.append(problem("yaml.syntax", name, str(error).splitlines()[0]))
    finally:
        loader.dispose()
    if builder.problems:
        raise CanbaoError(builder.problems)
    return Source(name, builder.root, builder.lines)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Builds the tree; ``stack`` holds the open containers and the key each one waits to fill."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Tree = ""
        self.lines: dict[int, dict[str | int, int]] = {}
        self.problems: list[Problem] = []
        self._stack: list[tuple[list[Tree] | dict[str, Tree], dict[str | int, int]]] = []
        self._keys: list[tuple[str, int] | None] = []
        self._documents = 0

    def take(self, event: yaml.Event | None) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check_plain(event, event.tag)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_plain(event, event.tag)
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._fail("yaml.alias", event, event.anchor)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fail("yaml.several_documents", event)

    def _fail(self, code: str, event: yaml.Event, found: object = "") -> None:
        """Stop at once: what follows can't be placed any more."""
        self.problems.append(problem(code, f"{self.name}:{_line(event)}", found))
        raise CanbaoError(self.problems)

    def _check_plain(self, event: yaml.NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            self._fail("yaml.alias", event, event.anchor)
        if tag is not None:
            self._fail("yaml.tag", event, tag)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line = _line(event)
        if self._stack and self._keys[-1] is None and isinstance(self._stack[-1][0], dict):
            lines = self._stack[-1][1]
            if event.value in lines:
                self.problems.append(
                    problem("yaml.duplicate_key", f"{self.name}:{line}", event.value)
                )
            lines[event.value] = line
            self._keys[-1] = (event.value, line)
        else:
            self._place(event.value, line)

    def _place(self, value: Tree, line: int) -> None:
        if not self._stack:
            self.root = value
            return
        container, lines = self._stack[-1]
        if isinstance(container, list):
            lines[len(container)] = line
            container.append(value)
        else:
            key = self._keys[-1]
            assert key is not None
            container[key[0]] = value
            self._keys[-1] = None

    def _open(self, container: list[Tree] | dict[str, Tree], event: yaml.Event) -> None:
        if len(self._stack) >= MAXIMUM_DEPTH:
            self._fail("yaml.too_deep", event, f"> {MAXIMUM_DEPTH}")
        if self._stack and self._keys[-1] is None and isinstance(self._stack[-1][0], dict):
            self._fail("yaml.key_not_text", event)
        self._place(container, _line(event))
        lines: dict[str | int, int] = {}
        self.lines[id(container)] = lines
        self._stack.append((container, lines))
        self._keys.append(None)
