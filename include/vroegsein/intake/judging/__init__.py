"""A verdict for every line, and a question to people where a crisis waits."""
