// Opens the comment form in the story's page and sends it from there. Without this file the
// same link leads to the comments page, whose form needs no script.

const PART = "part";

/** Fetch the form alone; the token comes with it, so it is asked for only when it is wanted. */
async function formFrom(address, options) {
  const url = new URL(address, location.href);
  url.hash = "";
  url.searchParams.set(PART, "form");
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("#write");
  if (!form) throw new Error(`No form at ${url.pathname}: ${answer.status}`);
  return document.adoptNode(form);
}

function focusOn(section) {
  const wrong = section.querySelector("[aria-invalid='true']");
  const first = section.querySelector(".write-thanks") ? section : section.querySelector("input:not([type='hidden'])");
  (wrong ?? first ?? section).focus();
}

async function open(link) {
  const block = link.closest(".letters");
  link.setAttribute("aria-busy", "true");
  try {
    const section = await formFrom(link.href);
    block.append(section);
    link.hidden = true;
    focusOn(section);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

/** Take the form away again; words that were typed are not thrown away by a slip of a finger. */
function close(section) {
  const link = section.closest(".letters").querySelector("[data-letters-write]");
  if (!link || section.querySelector("textarea")?.value) return;
  section.remove();
  link.hidden = false;
  link.focus();
}

async function send(form) {
  const section = form.closest("#write");
  const button = form.querySelector("[type='submit']");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await formFrom(form.action, { method: "POST", body: new FormData(form) });
    section.replaceWith(answer);
    focusOn(answer);
  } catch {
    // The plain way shows what is the matter, and loses nothing that was typed.
    button.disabled = false;
    form.submit();
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-letters-write]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain) return;
  event.preventDefault();
  open(link);
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".letters #write")) return;
  event.preventDefault();
  send(event.target);
});

// Ctrl or Command with Enter sends. Enter that picks a word from an input method does not:
// Safari ends the composition before the key arrives, and marks the key with 229.
document.addEventListener("keydown", (event) => {
  const section = event.target.closest(".letters #write");
  if (event.key === "Escape" && section && !event.isComposing) close(section);
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest(".write-form");
  if (form && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
