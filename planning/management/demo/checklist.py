"""The checklist of the 23rd summit: ordinary practice, and the office that owns each line.

Days count from the first day where they are negative, else from the last.
"""

LINES: list[tuple[int, str, str]] = [
    (-45, "Survey of all candidate venues", "IN protocol"),
    (-30, "Briefing of the guest's embassy on the arrangements", "IN protocol"),
    (-28, "Formal invitation through the embassy", "IN mission"),
    (-18, "Advance security liaison inspects venues and logistics", ""),
    (-14, "State aircraft and airport facilitation: notes verbales received", "IN protocol"),
    (-12, "Delegation lists received by note verbale", "IN protocol"),
    (-10, "Advance team on the ground; a counterpart named for every event", "IN protocol"),
    (-7, "Walk-through of the whole programme with the embassy, police and hosts", "IN protocol"),
    (-2, "Accreditation of the media closes", ""),
    (-2, "All times once more to the travelling party", "IN protocol"),
    (-1, "Rehearsal and briefing of the liaison officers", "IN protocol"),
    (0, "Letters of thanks drafted before the guest leaves", "IN protocol"),
    (1, "Joint statement and list of outcomes published", "IN desk"),
    (30, "Notes to the Cabinet on the instruments signed in trade", "IN commerce"),
    (30, "Notes to the Cabinet on the instruments signed in defence", "IN defence"),
    (30, "Report on the visit and lessons learned", "IN desk"),
]
