"""Rules on several files together, one module a subject."""
