"""The law and the work as pure rules: no clock, no network, no store."""
