"""From blocks to understanding: outline, tables, policies. Nothing here reads bytes or judges numbers."""
