// Opens the forms of the letters page in the page that a reader is on, and sends them from there.
// Without this file the same links lead to pages of their own, whose forms need no script.

const PART = "part";
const POSTED = "letters";
const MOST_STORIES = 50;

/** A part of a page alone; its token comes with it, so it is asked for only when it is wanted. */
async function partOf(address, part, selector, options) {
  const url = new URL(address, location.href);
  url.hash = "";
  url.searchParams.set(PART, part);
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(selector);
  return found && document.adoptNode(found);
}

async function formFrom(address, options) {
  const section = await partOf(address, "form", ".write", options);
  if (!section) throw new Error(`No form at ${address}`);
  return section;
}

/** A form that was opened in the page can be closed again; one that the page came with stays. */
function makeClosable(section) {
  section.dataset.inPlace = "";
  for (const button of section.querySelectorAll("[data-letters-stop]")) button.hidden = false;
}

function focusOn(section) {
  const wrong = section.querySelector("[aria-invalid='true'], .write-choice[aria-describedby] input");
  const first = section.querySelector(".write-thanks") ? section : section.querySelector(".write-form :is(input, textarea):not([type='hidden'])");
  (wrong ?? first ?? section).focus();
}

const isFilled = (section) => [...section.querySelectorAll("textarea")].some((field) => field.value);

// Opening and closing

/** Puts the form where it belongs: under what it is about, or in the place of thanks. */
function put(section, link) {
  const thanks = link.closest(".write");
  const about = link.closest(".comment-acts") ?? link.closest(".letters-acts");
  if (thanks) thanks.replaceWith(section);
  else if (about) about.after(section);
  else link.closest(".own, .letters").append(section);
}

/** A form of the same kind that is open already. Its ids would be there twice. */
function openAlready(section) {
  return document.getElementById(section.getAttribute("aria-labelledby"))?.closest(".write");
}

const openers = new WeakMap();

async function open(link) {
  link.setAttribute("aria-busy", "true");
  try {
    const section = await formFrom(link.href);
    const other = openAlready(section);
    if (other && !other.contains(link)) {
      if (isFilled(other) || !("inPlace" in other.dataset)) return focusOn(other);
      close(other);
    }
    makeClosable(section);
    put(section, link);
    openers.set(section, link);
    if (link.closest(".letters-acts")) link.hidden = true;
    link.closest("details")?.removeAttribute("open");
    focusOn(section);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

/** Takes the form away again, and the reader back to where they were. */
function close(section) {
  const link = openers.get(section);
  section.remove();
  if (!link) return;
  link.hidden = false;
  (link.closest("details")?.querySelector("summary") ?? link).focus();
}

// Sending

async function send(form) {
  const section = form.closest(".write");
  const button = form.querySelector("[type='submit']");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await formFrom(form.action, { method: "POST", body: new FormData(form) });
    answer.id = section.id;
    if ("inPlace" in section.dataset) makeClosable(answer);
    section.replaceWith(answer);
    settle(answer, openers.get(section), form);
  } catch {
    // The plain way shows what is the matter, and loses nothing that was typed.
    button.disabled = false;
    form.submit();
  }
}

function settle(answer, link, form) {
  if (link) openers.set(answer, link);
  if (answer.querySelector(".own")) remember(new URL(form.action).pathname);
  focusOn(answer);
}

// Under a story: what this browser wrote there and others do not see

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(POSTED)) ?? [];
  } catch {
    return [];
  }
}

function keep(stories) {
  try {
    localStorage.setItem(POSTED, JSON.stringify(stories.slice(-MOST_STORIES)));
  } catch {
    // The page of all comments shows them too.
  }
}

const remember = (story) => keep([...remembered().filter((one) => one !== story), story]);
const forget = (story) => keep(remembered().filter((one) => one !== story));

async function showMine(block) {
  const story = block.dataset.lettersForm;
  if (!remembered().includes(story)) return;
  try {
    const mine = await partOf(block.dataset.lettersMine, "list", ".mine");
    if (mine) block.querySelector(".band").after(mine);
    else forget(story);
  } catch {
    // Offline: the story itself is still there.
  }
}

// Long lists and long comments

async function further(link) {
  link.setAttribute("aria-busy", "true");
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    const more = [...page.querySelectorAll(".letters-list > li")].map((row) => document.adoptNode(row));
    if (!more.length) throw new Error(`No comments at ${link.href}`);
    link.closest(".letters").querySelector(".letters-list").append(...more);
    more.forEach(dropNeedless);
    const next = page.querySelector("[data-letters-further]");
    if (next) link.href = next.href;
    else link.parentElement.remove();
    more[0].tabIndex = -1;
    more[0].focus();
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function showWhole(link) {
  const text = link.closest(".comment").querySelector(".comment-text");
  text.classList.remove("is-cut");
  link.parentElement.remove();
  text.tabIndex = -1;
  text.focus();
}

/** On a wide page fewer lines are cut off than it seemed to the server. */
function dropNeedless(root) {
  for (const text of root.querySelectorAll(".comment-text.is-cut")) {
    if (text.scrollHeight <= text.clientHeight) {
      text.classList.remove("is-cut");
      text.closest(".comment").querySelector(".comment-whole")?.remove();
    }
  }
}

// What readers do

const ACTS = { lettersOpen: open, lettersFurther: further, lettersWhole: showWhole };

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".comment-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const stop = event.target.closest("[data-letters-stop]");
  if (stop) close(stop.closest(".write"));
  const link = event.target.closest("a");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const act = link && plain && Object.keys(ACTS).find((name) => name in link.dataset);
  if (!act) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-busy")) ACTS[act](link);
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".write .write-form") || event.defaultPrevented) return;
  event.preventDefault();
  send(event.target);
});

// Ctrl or Command with Enter sends. Enter that picks a word from an input method does not:
// Safari ends the composition before the key arrives, and marks the key with 229.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const menu = event.target.closest(".comment-more[open]");
  const section = event.target.closest(".write[data-in-place]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (event.key === "Escape" && section && !isFilled(section)) {
    // Words that were typed are not thrown away by a slip of a finger.
    close(section);
  }
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest(".write-form");
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
});

dropNeedless(document);
for (const block of document.querySelectorAll("[data-letters-mine]")) showMine(block);
