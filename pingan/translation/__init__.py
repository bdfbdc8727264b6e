"""The texts of a policy in another language: which there are, and the file beside the policy that holds them."""
