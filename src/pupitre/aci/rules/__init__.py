"""The ACI points engine: pure functions on dated data. Start with `payment.evaluate`."""
