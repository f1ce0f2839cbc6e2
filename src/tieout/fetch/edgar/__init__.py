"""The SEC's EDGAR: company list, submissions, archives."""
