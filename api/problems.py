"""Failures over HTTP are the same at the site and at the cloud: kernel/web/problems.py."""

from kernel.web.problems import STATUS, bug, correlation_id_of, install, problem, problem_answers, status_of

__all__ = ["STATUS", "bug", "correlation_id_of", "install", "problem", "problem_answers", "status_of"]
