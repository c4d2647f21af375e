// Text size, colours and elder mode: chosen in the masthead, kept in this browser (remembered.js).
const root = document.documentElement;
const panel = document.querySelector(".preferences");
const elder = document.querySelector(".elder-switch");
const bars = [...document.querySelectorAll("meta[name='theme-color']")].map((meta) => [meta, meta.media]);

/** An empty value is the usual one: nothing of it is kept. */
function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage is blocked: the choice holds on this page only.
  }
  show();
}

/** Let the controls, and the browser's own bar, tell what holds. */
function show() {
  const { theme } = root.dataset;
  for (const [meta, media] of bars) {
    const named = media.includes(theme) ? "all" : "not all";
    meta.media = theme ? named : media;
  }
  for (const input of panel.querySelectorAll("input")) {
    input.checked = input.value === (root.dataset[input.name] ?? "");
  }
}

function close(event) {
  const isOut = event.type === "click" && !panel.contains(event.target);
  if (!panel.open || !(isOut || event.key === "Escape")) return;
  panel.open = false;
  if (!isOut) panel.querySelector("summary").focus();
}

if (panel && elder) {
  show();
  panel.hidden = false;
  elder.hidden = false;
  panel.addEventListener("change", ({ target }) => choose(target.name, target.value));
  elder.addEventListener("click", () => choose("elder", root.dataset.elder ? "" : "on"));
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
  addEventListener("pageshow", show);
  addEventListener("storage", show);
}
