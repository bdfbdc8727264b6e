"""What rules of meaning are worked out with: conditions held against each other, numbers in words, norms compared."""
