"""What holds for every file, address, setting, word and table alike."""
