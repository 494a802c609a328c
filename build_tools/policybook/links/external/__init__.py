"""Links that lead elsewhere: fetched, and judged by what is answered."""
