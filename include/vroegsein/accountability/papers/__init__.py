"""The municipality's papers of accountability, made from its configuration."""
