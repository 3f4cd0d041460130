"""What would settle a question: the power of a study, the smallest effect it could detect, the people it needs."""
