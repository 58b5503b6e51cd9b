"""The files of a frozen dossier: its pages, the proofs bound behind them, the archive."""
