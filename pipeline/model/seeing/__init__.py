"""What reads pictures: which things stand where, and how surely a plan is seen in them."""
