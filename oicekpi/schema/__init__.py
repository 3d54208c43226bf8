"""What plans and records may say."""
