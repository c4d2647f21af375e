// Likes a comment without leaving the page. Without this file the thumb under a story leads to the
// comment's own page, and there it is a button that sends a form.

const LIKED = "liked";
const MOST = 500;

/** The comments that this browser likes: who never wrote is not known to the server. */
function liked() {
  try {
    return JSON.parse(localStorage.getItem(LIKED)) ?? [];
  } catch {
    return [];
  }
}

function keep(address, isLiked) {
  const others = liked().filter((one) => one !== address);
  try {
    localStorage.setItem(LIKED, JSON.stringify([...others, ...(isLiked ? [address] : [])].slice(-MOST)));
  } catch {
    // Then it is forgotten with the page.
  }
}

let token;

/** The token against forged requests: of this page, or, under a story, fetched when first needed. */
async function tokenFor(block) {
  const own = "[name='csrfmiddlewaretoken']";
  token ??= document.querySelector(`#likes ${own}`)?.value;
  if (!token) {
    const answer = await fetch(`${block.dataset.lettersForm}?part=form`, { credentials: "same-origin" });
    token = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(own)?.value;
  }
  return token;
}

async function ask(address, back, block) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: await tokenFor(block), ...(back && { back: "1" }) });
  const answer = await fetch(address, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  return { isDone: answer.ok, ...(await answer.json()) };
}

/** Says it to who listens and to who looks. */
function say(button, words) {
  const acts = button.closest(".comment-acts");
  acts.querySelector(".comment-said")?.remove();
  const status = document.querySelector(".letters-said");
  if (status) status.textContent = words;
  const seen = document.createElement("span");
  seen.className = "comment-said";
  seen.setAttribute("aria-hidden", "true");
  seen.textContent = words;
  acts.append(seen);
}

function show(button, isLiked) {
  button.setAttribute("aria-pressed", String(isLiked));
}

async function like(button) {
  const block = button.closest("[data-letters-form]");
  const { like: address } = button.dataset;
  const back = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(address, back, block);
    if (!answer.isDone) return say(button, answer.said);
    button.querySelector(".comment-likes").textContent = answer.likes || "";
    show(button, answer.liked);
    keep(address, answer.liked);
    button.closest(".comment-acts").querySelector(".comment-said")?.remove();
    const status = document.querySelector(".letters-said");
    if (status) status.textContent = block.dataset.lettersLikes.replace("{count}", answer.likes);
  } catch {
    token = undefined;
    say(button, block.dataset.lettersFailed);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Under a story the thumbs are links; here they become what they do. */
function buttonFrom(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.dataset.like = link.dataset.like;
  button.append(...link.childNodes);
  link.replaceWith(button);
  show(button, false);
}

document.querySelectorAll("a[data-like]").forEach(buttonFrom);

function mark(root) {
  const own = new Set(liked());
  for (const button of root.querySelectorAll("button[data-like]")) {
    if (own.has(button.dataset.like)) show(button, true);
  }
}

mark(document);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.("li")) mark(node);
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-like]");
  if (!button) return;
  event.preventDefault();
  if (!button.hasAttribute("aria-busy")) like(button);
});
