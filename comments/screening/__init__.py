"""What happens to the words of a comment before a person sees them: tidied, searched, judged."""
