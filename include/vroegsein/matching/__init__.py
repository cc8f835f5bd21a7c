"""Who is who: snapshot, SQL, result."""
