"""The desk that takes a resident's turn: inbox, danger, who holds it, Rasa, reply."""
