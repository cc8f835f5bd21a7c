"""Seeing and proving: the audit report."""
