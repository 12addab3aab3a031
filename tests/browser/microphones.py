"""Microphones that a test puts in the place of the browser's own."""

# One that is open and gives nothing, as a microphone that has not started yet. `opensAgain()` brings back the real one.
SILENT = """() => {
  const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    await context.suspend();
    return context.createMediaStreamDestination().stream;
  };
  window.opensAgain = () => { navigator.mediaDevices.getUserMedia = own; };
}"""
