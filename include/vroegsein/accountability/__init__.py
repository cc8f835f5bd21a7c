"""Seeing and proving: audit report of what was received, decided and published."""

from vroegsein.accountability.audit_report import write_audit_report

__all__ = ["write_audit_report"]
