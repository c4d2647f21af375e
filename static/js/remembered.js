// Puts what this browser remembers onto the root element before the page is painted.
try {
  if (localStorage.getItem("app-banner") === "closed") {
    document.documentElement.classList.add("app-banner-closed");
  }
} catch {
  // Storage is blocked: nothing is remembered, and the page stays as it came.
}
