"""Planning of people and rooms: data, referee and engine, pure Python but for `solver`."""
