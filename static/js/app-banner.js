// Lets a reader close the bar that calls to the app, and remembers it in this browser.
const button = document.querySelector(".app-banner-close");

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.documentElement.classList.add("app-banner-closed");
    try {
      localStorage.setItem("app-banner", "closed");
    } catch {
      // Storage is blocked: the bar stays away on this page only.
    }
  });
}
