"""From structure to facts and claims: table cells, sentences, tags. Nothing here decides whether numbers agree."""
