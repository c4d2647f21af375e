// Tells the server once that this story has been on the screen for some seconds: an empty request
// without cookies. Only the public page names an address for it; previews do not.
const READ_AFTER = 5_000;
const address = document.querySelector("[data-read]")?.dataset.read;
let timer;

function tell() {
  document.removeEventListener("visibilitychange", watch);
  // Not sendBeacon: that sends the cookies of whoever is signed in at the desk.
  fetch(address, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
}

// A page that the browser prepares in advance, or keeps behind another, is hidden.
function watch() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(tell, READ_AFTER);
}

if (address) {
  document.addEventListener("visibilitychange", watch);
  watch();
}
