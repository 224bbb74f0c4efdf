"""The demo district: invented people in two schools, made by the same actions as the pages use."""
