"""Words at places on a page become lines, and lines of unruled tables become grids, whatever the medium. No room; shared by rooms."""
