"""Public sources of documents, one room each; the only place that uses the network. Nothing here reads a document."""
