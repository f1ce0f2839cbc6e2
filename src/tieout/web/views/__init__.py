"""What each page shows, one file a page: plain JSON values, which are the page's .json and what its template draws."""
