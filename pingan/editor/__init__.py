"""What an editor asks of policy text: plain functions over plain data, places in characters; it knows no protocol."""
