"""A synthetic municipality: residents, arrears, partners' files and the truth."""
