"""What goes out: one file an outgoing format; none of them writes to the database."""
