"""How things are shown: one module a form. Presenters decide nothing; states and messages are shown as they are."""
