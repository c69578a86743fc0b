"""The register of parameters: names, terms, units, and what a value may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from calc.messages import Label
from calc.parameters.model import Definition


class Definitions:
    """All definitions, found by exact name or by a pattern that ends in ``.*``."""

    def __init__(
        self,
        sections: Mapping[str, Label],
        tokens: Mapping[str, Label],
        definitions: Mapping[str, Definition],
    ) -> None:
        self.sections = sections
        self.tokens = tokens
        self._all = definitions
        self._exact = {n: d for n, d in definitions.items() if not n.endswith(".*")}
        self._patterns = {
            n.removesuffix("*"): d for n, d in definitions.items() if n.endswith(".*")
        }
        self._found: dict[str, Definition | None] = {}

    def find(self, parameter: str) -> Definition | None:
        """The definition of a parameter: by its exact name, else by its pattern."""
        if parameter not in self._found:
            head, _, tail = parameter.rpartition(".")
            by_pattern = self._patterns.get(f"{head}.") if tail else None
            self._found[parameter] = self._exact.get(parameter, by_pattern)
        return self._found[parameter]

    def items(self) -> Iterable[tuple[str, Definition]]:
        """Every definition by its exact name or pattern, in the order of the file."""
        return self._all.items()

    def names(self) -> Iterator[str]:
        """Every exact name and every pattern, sorted."""
        yield from sorted([*self._exact, *(f"{head}*" for head in self._patterns)])

    def variants_of(self, parameter: str) -> bool:
        """Whether the parameter may also come in variants (``premium`` and ``premium.tier_1``)."""
        return f"{parameter}." in self._patterns

    def is_variant(self, parameter: str) -> bool:
        """Whether the parameter is a variant of a pattern and no name of its own."""
        return parameter not in self._exact and self.find(parameter) is not None

    def label(self, parameter: str) -> Label:
        """The term of a parameter in both languages, with that of its variant."""
        definition = self.find(parameter)
        if definition is None:
            return Label(parameter, parameter)
        if parameter in self._exact:
            return definition.label
        token = parameter.rpartition(".")[2]
        variant = self.token(token)
        term = definition.label
        return Label(f"{term.zh}（{variant.zh}）", f"{term.en} ({variant.en})")

    def token(self, token: str) -> Label:
        """The name of a word used in values, or the word itself."""
        return self.tokens.get(token) or Label(token, token)
