"""Failures over HTTP are the same at the site and at the cloud: kernel/web/problems.py. Only a site can be shut."""

from typing import Any

from kernel.web import problems
from kernel.web.problems import STATUS, answer_for, bug, correlation_id_of, install, problem, status_of

__all__ = ["STATUS", "answer_for", "bug", "correlation_id_of", "install", "problem", "problem_answers", "status_of"]


def problem_answers(*statuses: int, is_guarded: bool = True) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: the failures a route may answer beside its success; health is not guarded by the licence."""
    return problems.problem_answers(*statuses, *((402, 423) if is_guarded else ()))
