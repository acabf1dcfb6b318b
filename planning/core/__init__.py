"""Small mechanics without domain words: refusals, the judge, the bell, the clock."""
