"""Pages of the room, a file for each noun: get with rights, form, one action, answer."""
