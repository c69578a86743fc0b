"""YAML as plain text: every scalar as typed, every trick refused, every problem with its line."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import CanbaoError
from calc.parameters.yaml_text import MAXIMUM_DEPTH, decode, read_yaml


def data_of(text: str) -> Any:
    return read_yaml(text.encode(), "f.yaml").data


def problems_of(content: bytes | str, maximum: int = 2_000_000) -> list[tuple[str, str]]:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(CanbaoError) as caught:
        read_yaml(raw, "f.yaml", maximum)
    return [(problem.code, problem.where) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1.50", {"a": "1.50"}),
        ("a: 007", {"a": "007"}),
        ("a: no", {"a": "no"}),
        ("a: ~", {"a": ""}),
        ("a:", {"a": ""}),
        ("a: null", {"a": ""}),
        ("a: NULL\nb: Null", {"a": "", "b": ""}),
        ("a: 'null'\nb: \"~\"", {"a": "null", "b": "~"}),
        ("a: nULL\nnull: ~x", {"a": "nULL", "null": "~x"}),
        ("a: 2026-11-22", {"a": "2026-11-22"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: 12:30:00", {"a": "12:30:00"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: '１２'", {"a": "１２"}),
        ('a: "x\\ty"', {"a": "x\ty"}),
        ("a: [1, 2.0, {b: c}]", {"a": ["1", "2.0", {"b": "c"}]}),
        ("- a\n- [b]\n- {}", ["a", ["b"], {}]),
        ("a: >-\n  one\n  two", {"a": "one two"}),
        ("1: a\n01: b\n1.0: c", {"1": "a", "01": "b", "1.0": "c"}),
        ("地区: 威海", {"地区": "威海"}),
        ("text", "text"),
        ("", ""),
        ("# nothing\n", ""),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("a: {b: {a: 1}}\nb: 2", {"a": {"b": {"a": "1"}}, "b": "2"}),
        ('{"workplace": "weihai", "x": [1, 2]}', {"workplace": "weihai", "x": ["1", "2"]}),
    ],
)
def test_scalars_stay_as_typed(text: str, data: object) -> None:
    assert data_of(text) == data


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1", "f.yaml").data == {"a": "1"}


def test_windows_line_ends() -> None:
    source = read_yaml(b"a: 1\r\nb: 2\r\n", "f.yaml")
    assert source.data == {"a": "1", "b": "2"}
    assert source.where(["b"]) == "f.yaml:2 b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", ["yaml.duplicate_key f.yaml:3"]),
        (
            "a: 1\na: 2\nb: {c: 1,\n c: 2}",
            ["yaml.duplicate_key f.yaml:2", "yaml.duplicate_key f.yaml:4"],
        ),
        ("a: {b: 1}\na: {b: 1}", ["yaml.duplicate_key f.yaml:2"]),
        ('a: 1\n"a": 2', ["yaml.duplicate_key f.yaml:2"]),
        ("a: 1\nb: &x 2", ["yaml.alias f.yaml:2"]),
        ("a: &x [1]", ["yaml.alias f.yaml:1"]),
        ("a: &x {b: 1}\nc: *x", ["yaml.alias f.yaml:1"]),
        ("a: *x", ["yaml.alias f.yaml:1"]),
        ("<<: *x", ["yaml.alias f.yaml:1"]),
        ("a: !!int 1", ["yaml.tag f.yaml:1"]),
        ("a: !!python/object/apply:os.system ['true']", ["yaml.tag f.yaml:1"]),
        ("a:\n  !x b: 1", ["yaml.tag f.yaml:2"]),
        ("a: !<tag:yaml.org,2002:str> b", ["yaml.tag f.yaml:1"]),
        ("a: 1\n---\nb: 2", ["yaml.several_documents f.yaml:2"]),
        ("? [a]\n: b", ["yaml.key_not_text f.yaml:1"]),
        ("? {a: b}\n: c", ["yaml.key_not_text f.yaml:1"]),
        ("a: [1, 2", ["yaml.syntax f.yaml:2"]),
        ("a: 1\nb: c: d", ["yaml.syntax f.yaml:2"]),
        ("a: 1\n\tb: 2", ["yaml.syntax f.yaml:2"]),
        ("a: 'x", ["yaml.syntax f.yaml:1"]),
        ("a: %", ["yaml.syntax f.yaml:1"]),
        ("%YAML 9.9\n---\na: 1", ["yaml.syntax f.yaml:1"]),
        ("a: 1\n b: 2", ["yaml.syntax f.yaml:2"]),
        ("a: \x00", ["yaml.syntax f.yaml"]),
        ("a: \x07", ["yaml.syntax f.yaml"]),
    ],
    ids=repr,
)
def test_refused(text: str, expected: list[str]) -> None:
    assert [f"{code} {where}" for code, where in problems_of(text)] == expected


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfea\x00:\x00", "地区: 威海".encode("gbk"), b"a: \xc3", "a: é".encode("latin-1")],
    ids=["utf16", "gbk", "cut", "latin1"],
)
def test_other_encodings(content: bytes) -> None:
    assert problems_of(content) == [("file.not_utf8", "f.yaml")]


def test_size_is_checked_before_anything_is_read() -> None:
    assert problems_of(b"a: 1", 3) == [("file.too_large", "f.yaml")]
    assert read_yaml(b"a: 1", "f.yaml", 4).data == {"a": "1"}
    assert problems_of(b"\xff" * 4, 3) == [("file.too_large", "f.yaml")]
    assert decode(b"\xef\xbb\xbf", "f.yaml") == ""


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_depth_on_both_sides_of_the_limit(opening: str, closing: str) -> None:
    data_of(opening * MAXIMUM_DEPTH + "x" + closing * MAXIMUM_DEPTH)
    deep = opening * (MAXIMUM_DEPTH + 1) + "x" + closing * (MAXIMUM_DEPTH + 1)
    assert problems_of(deep) == [("yaml.too_deep", "f.yaml:1")]
    assert problems_of(opening * 300_000) == [("yaml.too_deep", "f.yaml:1")]


def test_a_bomb_is_refused_at_its_first_anchor() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{n}: &{n} [*{p},*{p},*{p},*{p}]" for p, n in zip("abcdefg", "bcdefgh", strict=True)]
    assert problems_of("\n".join(lines)) == [("yaml.alias", "f.yaml:1")]


def test_lines_of_every_part() -> None:
    text = "a: 1\nb:\n  - x\n  - c: 2\n    d: {e: 3,\n      f: 4}\n"
    source = read_yaml(text.encode(), "f.yaml")
    assert source.where([]) == "f.yaml:1"
    assert source.where(["a"]) == "f.yaml:1 a"
    assert source.where(["b"]) == "f.yaml:2 b"
    assert source.where(["b", 0]) == "f.yaml:3 b.0"
    assert source.where(["b", 1, "c"]) == "f.yaml:4 b.1.c"
    assert source.where(["b", 1, "d", "f"]) == "f.yaml:6 b.1.d.f"
    # a part that is not there: the line of the nearest part around it
    assert source.where(["b", 1, "nothing"]) == "f.yaml:4 b.1.nothing"
    assert source.where(["b", 7]) == "f.yaml:2 b.7"
    assert source.where(["nothing"]) == "f.yaml:1 nothing"


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
trees = st.recursive(
    texts, lambda t: st.lists(t, max_size=4) | st.dictionaries(texts, t, max_size=4), max_leaves=12
)


@given(trees)
def test_what_a_strict_writer_writes_is_read_back(tree: Any) -> None:
    text = yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, default_style='"')
    assert data_of(text) == tree


def read_or_refused(content: bytes) -> None:
    try:
        read_yaml(content, "f.yaml")
    except CanbaoError as error:
        refused = error
    else:
        return
    assert refused.problems


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    read_or_refused(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_code(content: bytes) -> None:
    read_or_refused(content)
