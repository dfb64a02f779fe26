"""Throws damaged plan files at galaplan and holds it to its promises; how to run it stands in README.md."""
