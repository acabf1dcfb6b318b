"""How days and times are written in English: the month as a word, so no day is mistaken."""
