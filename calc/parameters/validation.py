"""Turns what pydantic found into our problems: where, what, what is allowed, nearest spelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from calc.errors import Problem, problem

Where = Callable[[Sequence[str | int]], str]


def problems_of(error: ValidationError, where: Where, model: type[BaseModel]) -> list[Problem]:
    """One problem per thing that pydantic refused.

    Args:
        error: What pydantic raised.
        where: Says where a path of keys stands (file and line, or dotted key).
        model: The model that was checked; gives the allowed keys.
    """
    found = [_problem_of(detail, where, model) for detail in error.errors(include_url=False)]
    return list(dict.fromkeys(found))


def path_of(detail: Any) -> list[str | int]:
    """The keys under which pydantic found something."""
    # union branches stand in the path as e.g. "list[str]"; they are no keys
    return [step for step in detail["loc"] if not (isinstance(step, str) and "[" in step)]


def _problem_of(detail: Any, where: Where, model: type[BaseModel]) -> Problem:
    path = path_of(detail)
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in ("extra_forbidden", "invalid_key"):
        keys = _keys(model, path[:-1])
        return problem("key.unknown", where(path), str(path[-1]), choices=keys)
    if kind == "missing":
        at = where(path[:-1])
        return problem("key.missing", f"{at}.{path[-1]}" if path[:-1] else f"{at} {path[-1]}")
    if kind in ("literal_error", "enum"):
        choices = [
            part.strip(" '") for part in context["expected"].replace(" or ", ", ").split(",")
        ]
        return problem("value.not_allowed", where(path), value, choices=choices)
    if kind == "string_pattern_mismatch":
        return problem("value.wrong_form", where(path), value, [context["pattern"]])
    if kind in ("string_too_long", "too_long"):
        return problem("value.wrong_form", where(path), value, [f"≤ {context['max_length']}"])
    if kind in ("string_too_short", "too_short"):
        return problem("value.empty", where(path), value)
    if "." in kind:  # our own codes
        allowed = context.get("allowed", ())
        return problem(
            kind,
            where(path),
            context.get("found", value),
            [allowed] if isinstance(allowed, str) else allowed,
            choices=context.get("choices"),
        )
    return problem("value.wrong_type", where(path), value, [kind.removesuffix("_type")])


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the model allows at a path."""
    current: Any = model
    for step in path:
        current = _step(current, step)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _step(annotation: Any, step: str | int) -> Any:
    model = _model_in(annotation)
    if model is None:
        inner = [argument for argument in get_args(annotation) if _holds_model(argument)]
        return _unwrapped(inner[-1]) if inner else annotation
    for name, field in model.model_fields.items():
        if step in (name, field.alias):
            return _unwrapped(field.annotation)
    return annotation


def _unwrapped(annotation: Any) -> Any:
    model = _model_in(annotation)
    return model if model is not None else annotation


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if getattr(annotation, "__origin__", None) in (dict, list):
        return None
    for argument in get_args(annotation):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
    return None


def _holds_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_model(argument) for argument in get_args(annotation))
