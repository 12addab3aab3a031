"""People use the portal while its parts are killed and its neighbours fail; afterwards everything is counted."""
