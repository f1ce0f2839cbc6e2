"""What Office files share: the archive opened with its dangers checked. No room."""
