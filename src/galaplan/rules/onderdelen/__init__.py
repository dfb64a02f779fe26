"""Family OND: what each component asks in a plan, one module a theme of the agreement."""
