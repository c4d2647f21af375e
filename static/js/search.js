// Offers headlines below the search field while somebody types; choosing one opens the story.
// Without this file the form asks the same page.
const PAUSE = 180;

const line = document.querySelector("[data-suggest]");
const field = line.querySelector("input");
const list = document.createElement("ul");
let timer = 0;
let asked = new AbortController();
let place = -1;

function prepare() {
  list.id = "search-offers";
  list.className = "search-offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", line.dataset.suggestions);
  line.append(list);
  const marks = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(marks)) field.setAttribute(name, value);
}

function open(isOpen) {
  list.hidden = !isOpen;
  field.setAttribute("aria-expanded", String(isOpen));
  mark(-1);
}

function close() {
  clearTimeout(timer);
  asked.abort();
  open(false);
}

function mark(wanted) {
  const options = [...list.children];
  place = wanted < -1 ? options.length - 1 : wanted >= options.length ? -1 : wanted;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
  if (place < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }
}

function option([title, address], at) {
  const shown = document.createElement("li");
  shown.id = `${list.id}-${at}`;
  shown.setAttribute("role", "option");
  shown.dataset.address = address;
  shown.textContent = title;
  return shown;
}

async function ask() {
  asked.abort();
  asked = new AbortController();
  const words = field.value.trim();
  if (!words) return open(false);
  try {
    const url = `${line.dataset.suggest}?${new URLSearchParams({ q: words })}`;
    const answer = await fetch(url, { signal: asked.signal });
    if (!answer.ok) return open(false);
    list.replaceChildren(...(await answer.json()).map(option));
    open(list.childElementCount > 0 && document.activeElement === field);
  } catch {
    // Called off, or the network is gone: the words can be sent all the same.
  }
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

function go(chosen) {
  location.assign(chosen.dataset.address);
}

const keys = {
  ArrowDown: () => mark(place + 1),
  ArrowUp: () => mark(place - 1),
  Escape: close,
};

field.addEventListener("keydown", (event) => {
  // Keys that choose among an input method's candidates are its own; Safari marks them with 229.
  if (event.isComposing || event.keyCode === 229 || list.hidden) return;
  const act = event.key === "Enter" && place >= 0 ? () => go(list.children[place]) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// While Chinese is composed, what stands in the field is no word yet.
field.addEventListener("input", (event) => event.isComposing || askSoon());
field.addEventListener("compositionend", askSoon);
field.addEventListener("blur", close);
line.addEventListener("mousedown", (event) => event.target.closest("[role='option']") && event.preventDefault());
line.addEventListener("click", (event) => {
  const chosen = event.target.closest("[role='option']");
  if (chosen) go(chosen);
});

prepare();
