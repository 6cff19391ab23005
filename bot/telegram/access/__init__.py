"""Who may ask, on Telegram: `strangers` are told once an hour, `permitting` is what admins do about them, `checks` of the settings."""
