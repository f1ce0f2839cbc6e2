"""Tables set in characters of one width and aligned by blanks, as plain text and `<pre>` hold them. No room; shared by rooms."""
