"""How syntax nodes become text again."""
