// DEMO: Enter sends, as on a telephone; Shift and Enter begin a new line. Without a script there is the button.
document.getElementById("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
