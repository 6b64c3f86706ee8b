"""A plan as one row of tokens with its picture's codes, and as JSON in a picture's settings."""

import json
from dataclasses import asdict

import torch
from torch import Tensor

from pipeline.model.plan.grammar import decode
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.tokens import encode


def to_tokens(plan: Plan | None, codes: Tensor) -> Tensor:
    """One row of tokens (N,): the plan's ids, then the codes (rows, columns)."""
    ids = encode(plan) if plan else []
    return torch.cat([torch.tensor(ids, dtype=torch.long), codes.flatten().cpu()])


def from_tokens(tokens: Tensor, grid: tuple[int, int]) -> tuple[Plan | None, Tensor]:
    """Inverse of `to_tokens` for a picture of `grid` (rows, columns)."""
    cells = grid[0] * grid[1]
    ids = tokens[:-cells].tolist()
    return decode(ids) if ids else None, tokens[-cells:].view(grid)


def to_layout(plan: Plan) -> str:
    """The plan as JSON, for a picture's signed settings."""
    return json.dumps(asdict(plan), separators=(",", ":"))


def from_layout(layout: str) -> Plan:
    """Inverse of `to_layout`. Raises ValueError for text that is no plan."""
    try:
        fields = json.loads(layout)
        things = tuple(PlannedThing(**thing) for thing in fields.pop("things"))
        plan = Plan(**fields, things=things)
        decode(encode(plan))  # checks every name and number
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError("the layout is no plan") from error
    return plan
