"""What a learner chooses to show: showcases, shared by dated links, taken along as PDF or a folder."""
