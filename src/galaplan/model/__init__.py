"""What a plan is: frozen classes with English names, each field with its Dutch key. No I/O and no rules."""
