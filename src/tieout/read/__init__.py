"""Reader rooms, one folder a format. Names that begin with an underscore are shared by rooms and are none themselves."""
