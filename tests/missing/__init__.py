"""What residents meet while a part of Doorstep is stopped, by really stopping it."""
