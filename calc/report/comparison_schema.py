"""The JSON Schema of the comparison document. Keys may be added; none is renamed or removed."""

from __future__ import annotations

Schema = dict[str, object]

FEN: Schema = {"type": ["integer", "null"], "description": "fen; null where it cannot be priced"}
SETTLED: Schema = {"type": ["integer", "null"], "description": "fen; only in a make-up"}
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": "string", "format": "date"}
DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
MONTH_OR_NULL: Schema = {"type": ["string", "null"], "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
FLAG: Schema = {"type": "boolean"}
OPEN: Schema = {
    "type": ["boolean", "null"],
    "description": "false if a condition fails, else null if one is unknown, else true",
}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


DEFINITIONS: dict[str, Schema] = {
    "finding": _object(
        {
            "rule": TEXT,
            "kind": {"enum": ["condition", "note"]},
            "outcome": {"enum": ["pass", "fail", "unknown"]},
            "message": TEXT,
            "needs": TEXT_OR_NULL,
            "distance": {
                "anyOf": [
                    {"type": "null"},
                    _object(
                        {
                            "value": {"type": "integer"},
                            "unit": {"enum": ["months", "fen", "years", "count", "minutes"]},
                        }
                    ),
                ]
            },
            "first_month": MONTH_OR_NULL,
            "sources": _list(_object({"source": TEXT, "article": TEXT_OR_NULL})),
        }
    ),
    "parameter": _object(
        {
            "name": TEXT,
            "place": TEXT,
            "value": TEXT,
            "unit": TEXT,
            "from": DAY_OR_NULL,
            "to": DAY_OR_NULL,
            "source": TEXT,
            "article": TEXT_OR_NULL,
            "evidence": {
                "enum": [
                    "official",
                    "corroborated",
                    "reported",
                    "derived",
                    "unverified",
                    "entered",
                ]
            },
            "status": {"enum": ["in_force", "carried_forward", "stand_in", "entered"]},
            "published": DAY_OR_NULL,
        },
        {
            "parameter": {**TEXT, "description": "the same as name"},
            "since": DAY_OR_NULL,
            "note": TEXT_OR_NULL,
            "title": TEXT_OR_NULL,
        },
    ),
    "line": _object(
        {
            "item": TEXT,
            "payer": {"enum": ["worker", "employer", "platform", "government"]},
            "month_fen": FEN,
            "year_fen": FEN,
            "parts": {
                "anyOf": [
                    {"type": "null"},
                    _object({"individual_account_fen": FEN, "pooled_fund_fen": FEN}),
                ]
            },
            "formula": TEXT,
            "parameters": _list(_ref("parameter")),
        },
        {"year_formula": TEXT, "statuses": _list(TEXT)},
    ),
    "entry": _object(
        {
            "month": MONTH,
            "due_on": DAY_OR_NULL,
            "covers": _list(MONTH),
            "item": TEXT,
            "amount_fen": {"type": "integer"},
            "kind": {"enum": ["regular", "make_up"]},
            "months": _list(MONTH),
        },
        {
            "by_month": _list(
                _object(
                    {
                        "month": MONTH,
                        "amount_fen": {"type": "integer"},
                        "paid_fen": SETTLED,
                        "owed_fen": SETTLED,
                    }
                )
            ),
            "provisional": FLAG,
            "notice_on": DAY_OR_NULL,
            "sources": _list(_object({"source": TEXT, "article": TEXT_OR_NULL})),
        },
    ),
    "band": _object(
        {name: {"type": ["integer", "string", "null"]} for name in ("low", "middle", "high")}
    ),
    "projection": _object(
        {
            "estimate": {"const": True},
            "scheme": {"enum": ["employee", "resident"]},
            "assumptions": _list({"type": "object", "required": ["name", "unit", "entered"]}),
            "real_measure": {"enum": ["wages", "prices"]},
            "retirement": _list(
                _object(
                    {
                        "choice": {"enum": ["early", "statutory", "late"]},
                        "month": MONTH,
                        "age": TEXT,
                        "contribution_months": {"type": "integer"},
                        "pension_fen": _ref("band"),
                        "real_fen": _ref("band"),
                    },
                    {
                        name: _ref("band")
                        for name in (
                            "basic_fen",
                            "account_pension_fen",
                            "account_fen",
                            "own_fen",
                            "others_fen",
                            "received_fen",
                            "break_even_age",
                            "internal_rate",
                            "replacement_rate",
                        )
                    },
                )
            ),
            "paid_fen": FEN,
            "break_even_age": TEXT_OR_NULL,
            "missing": _list(TEXT),
            "changes": _list(_object({"change": TEXT, "pension_fen": _ref("band")})),
            "notes": _list(_ref("finding")),
        }
    ),
    "weighing": _object(
        {
            "estimate": {"const": True},
            "dearer": TEXT,
            "cheaper": TEXT,
            "year_fen": FEN,
            "steps": _list(_object({"step": TEXT, "difference_fen": FEN})),
            "payback_of": TEXT_OR_NULL,
            "payback": {"type": "object", "additionalProperties": _ref("payback")},
            "by_income": {"type": "object", "additionalProperties": _ref("payback")},
            "horizon_age": {"type": "integer"},
        }
    ),
    "payback": _object(
        {
            "age_months": {"type": ["integer", "null"]},
            "by_life_span_fen": {
                "type": "object",
                "additionalProperties": {"type": "integer"},
            },
        }
    ),
    "option": _object(
        {
            "id": TEXT,
            "pension": _object({"scheme": TEXT, "place": TEXT_OR_NULL}),
            "medical": _object({"scheme": TEXT, "place": TEXT_OR_NULL, "plan": TEXT_OR_NULL}),
            "open": OPEN,
            "findings": _list(_ref("finding")),
            "priced": FLAG,
            "complete": FLAG,
            "missing": _list(
                _object({"parameter": TEXT, "place": TEXT, "on": DAY, "required": FLAG})
            ),
            "lines": _list(_ref("line")),
            "worker_month_fen": FEN,
            "worker_year_fen": FEN,
            "subsidy_year_fen": FEN,
            "net_year_fen": FEN,
            "net_year_with_ceiling_fen": FEN,
            "calendar": _list(_ref("entry")),
            "receipts": _list(_object({"month": MONTH_OR_NULL, "item": TEXT, "amount_fen": FEN})),
            "projection": {
                "anyOf": [_ref("projection"), {"type": "object", "maxProperties": 0}],
                "description": "empty without a pension; every number in it is an estimate",
            },
        }
    ),
    "subsidy": _object(
        {
            "id": TEXT,
            "place": TEXT_OR_NULL,
            "open": OPEN,
            "amount_fen": FEN,
            "findings": _list(_ref("finding")),
            "claim": {"anyOf": [{"type": "null"}, _ref("claim")]},
        },
        {
            "kind": {"enum": ["receipt", "ceiling", "entitlement"]},
            "cap_fen": FEN,
            "premium_at_cap_fen": FEN,
            "by_option": {"type": "object", "additionalProperties": {"type": "integer"}},
            "formula": TEXT,
            "formula_by_option": {"type": "object", "additionalProperties": TEXT},
            "parameters": _list(_ref("parameter")),
        },
    ),
    "claim": _object(
        {"who": TEXT_OR_NULL, "where": TEXT_OR_NULL, "when": TEXT_OR_NULL, "papers": _list(TEXT)},
        {"payee": TEXT_OR_NULL, "notes": _list(TEXT), "month": MONTH_OR_NULL},
    ),
    "protection": _object(
        {"id": TEXT, "open": OPEN, "findings": _list(_ref("finding"))},
        {
            "place": TEXT,
            "payer": {"enum": ["platform", "employer", None]},
            "fee_per_order_fen": FEN,
            "fee_month_fen": FEN,
            "parameters": _list(_ref("parameter")),
        },
    ),
}

COMPARISON: Schema = {
    "title": "Comparison",
    **_object(
        {
            "schema": {"const": 1},
            "as_of": DAY,
            "known_on": DAY,
            "year": {"type": "integer"},
            "mode": {"enum": ["strict", "provisional"]},
            "data_version": TEXT,
            "applicant": {"type": "object"},
            "relation": _object(
                {
                    "class": {"enum": ["employee", "managed", "independent", None]},
                    "findings": _list(_ref("finding")),
                }
            ),
            "options": _list(_ref("option")),
            "subsidies": _list(_ref("subsidy")),
            "protections": _list(_ref("protection")),
        },
        {
            "findings": _list(_ref("finding")),
            "weighing": {**_ref("weighing"), "description": "where two options were named"},
        },
    ),
    "$defs": DEFINITIONS,
}
