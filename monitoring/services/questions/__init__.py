"""Morning questions: create them, answer them, remind heads who have not answered."""
