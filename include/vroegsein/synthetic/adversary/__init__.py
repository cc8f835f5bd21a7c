"""An adversary for the matcher: many signals with truth, and what makes them hard."""
