"""What is due to whom, and what is told to ministries' own systems."""
