"""Tables, and what decides by them."""
