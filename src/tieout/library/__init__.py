"""The store of documents behind one interface, its full-text index and its embeddings; nothing here ranks or judges."""
