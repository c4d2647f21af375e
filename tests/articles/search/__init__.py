"""Searching: terms and phrases kept, photos and stories found by them."""
