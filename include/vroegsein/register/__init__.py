"""What we remember: the PostgreSQL register."""
