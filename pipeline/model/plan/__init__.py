"""What a picture is: things and places, the plan of a picture, its grammar and its tokens."""
