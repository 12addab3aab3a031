"""People use the portal while its parts are killed and the services around it fail; then everything is counted."""
