"""The rules of the registers: requests and feedback from citizens that are not complaints."""
