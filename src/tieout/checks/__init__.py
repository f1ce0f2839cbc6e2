"""Check rooms: each proposes one kind of relation. CODE, NAME, Settings, `propose(paper, settings)`; no judging here."""
