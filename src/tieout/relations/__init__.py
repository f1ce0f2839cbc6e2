"""Relations: whether one holds and how likely by chance (`fit`), and what all of them together say (`judge`)."""
