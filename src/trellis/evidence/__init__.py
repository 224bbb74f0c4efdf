"""What learners show, how it is judged by several voices, what grows, and a past that stays sealed."""
