"""What was read, in German and for a terminal; a Vorlage much as it is printed."""
def vorlage(x): return str(x)
def history(x): return str(x)
def session(x): return str(x)
def event(x): return str(x)
