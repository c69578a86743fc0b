"""The law on file: read, checked, and asked for the value of X at place P on day D."""
