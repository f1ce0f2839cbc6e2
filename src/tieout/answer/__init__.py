"""Search, summaries and answers: every sentence with its place; nothing here decides what is true."""
