"""Reading statements, spotting what is new in them, proposing what each line is: pure."""
