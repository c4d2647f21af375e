// Puts what this browser remembers onto the root element before the page is painted.
function remember() {
  const root = document.documentElement;
  try {
    root.classList.toggle("app-banner-closed", localStorage.getItem("app-banner") === "closed");
    for (const name of ["size", "theme", "elder"]) {
      const kept = localStorage.getItem(name);
      if (kept) root.dataset[name] = kept;
      else delete root.dataset[name];
    }
  } catch {
    // Storage is blocked: nothing is remembered, and the page stays as it came.
  }
}

remember();
// A page that comes back whole, or stands in another window, learns what was chosen meanwhile.
addEventListener("pageshow", (event) => event.persisted && remember());
addEventListener("storage", remember);
