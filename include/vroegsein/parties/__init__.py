"""Who we deal with: partners, municipalities, legal bases, working days."""
