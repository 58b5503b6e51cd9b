"""Indemnities: who is paid for coordination time, by which scheme, and why each euro."""
