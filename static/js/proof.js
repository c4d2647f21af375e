// Finds the proof of work that a form asks for, while its reader types; sending waits a little for it.
// Without it, the comment is taken all the same and read by an editor.

const PATIENCE = 6_000;
const works = new WeakMap();

/** Resolves when the form has its proof. A form that has one, or whose browser cannot, has to wait for nothing. */
function work(form) {
  if (!works.has(form)) works.set(form, form.elements.proof.value ? Promise.resolve() : find(form));
  return works.get(form);
}

function find(form) {
  return new Promise((done) => {
    const worker = new Worker(form.dataset.proofWorker, { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      form.elements.proof.value = data;
      worker.terminate();
      done();
    });
    worker.addEventListener("error", () => done());
    worker.postMessage({ opened: form.elements.opened.value, bits: Number(form.dataset.proofBits) });
  });
}

const asking = (target) => target.closest?.("form[data-proof-bits]");

document.addEventListener("focusin", (event) => {
  const form = asking(event.target);
  if (form) work(form);
});

// Before everybody else, so that nobody sends a form that still looks for its proof.
document.addEventListener(
  "submit",
  (event) => {
    const form = asking(event.target);
    if (!form || form.elements.proof.value || "unproven" in form.dataset) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = form.querySelector("[type='submit']");
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    Promise.race([work(form), late]).then(() => {
      button.removeAttribute("aria-busy");
      if (!form.elements.proof.value) form.dataset.unproven = "";
      form.requestSubmit();
    });
  },
  true,
);
