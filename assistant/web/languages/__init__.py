"""Languages on the web: what is worth what, one sentence at a time, and files to and fro."""
