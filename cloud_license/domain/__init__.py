"""The rules of licences; opens nothing."""
