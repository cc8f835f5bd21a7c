"""Vroegsein: early detection of payment arrears for Dutch municipalities."""
