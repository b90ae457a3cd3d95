"""What the commands do; `fieldapp/cli.py` names them and loads only the one that was asked for."""
