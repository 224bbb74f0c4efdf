"""The room of profiles: who a learner is, in their own words."""
