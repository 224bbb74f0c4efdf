"""The doors that lead through a class: its code, its pictures, its cards, and mentors for its learners."""
