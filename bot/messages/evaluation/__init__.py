"""What is said of evaluations: `writing` helps to write questions, `picture` stands in the picture that /eval sends."""
