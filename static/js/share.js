// Copies a story's address, or hands it to the system's own sharing, where the browser can.
const row = document.querySelector(".share");

async function copy({ address, copied, refused }, said) {
  // The same words a second time are a change only when they were gone in between.
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(address);
    said.textContent = copied;
  } catch {
    said.textContent = refused;
  }
}

function share({ title, address }) {
  // A reader who closes the system's panel has refused nothing that needs an answer.
  navigator.share({ title, url: address }).catch(() => {});
}

function offer(button, isPossible, act) {
  button.hidden = !isPossible;
  button.addEventListener("click", act);
}

if (row) {
  const said = row.querySelector(".share-said");
  offer(row.querySelector(".share-copy"), Boolean(navigator.clipboard), () => copy(row.dataset, said));
  offer(row.querySelector(".share-system"), Boolean(navigator.share), () => share(row.dataset));
}
