"""Whether a pack's texts fit: fitting, proof, verdict."""
