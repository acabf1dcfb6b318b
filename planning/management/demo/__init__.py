"""The demonstration: the 23rd India-Russia Annual Summit as it stood on 1 October 2025.

Recorded facts with their sources; where the record is silent, nothing stands here. The checklist
and the offices that are asked are the office's own arrangements, the accounts are functions.
"""
