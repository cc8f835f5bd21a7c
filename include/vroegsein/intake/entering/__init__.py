"""A judged delivery enters the register, beside what came before it."""
