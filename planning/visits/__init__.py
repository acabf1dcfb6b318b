"""Series, visits, sides, legs, links, participations, roles, markings."""
