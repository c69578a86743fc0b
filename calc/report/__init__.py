"""What people read: names, tables and sheets made from a comparison."""
