// Has the browser's own voice read a story, sentence by sentence, and marks what is being read.
//
// Some browsers offer voices that send the text to their maker. Only voices of the device are
// taken, so that nobody else learns what a reader reads; where there is none, there is no button.
const synth = window.speechSynthesis;
const story = document.querySelector(".story");
const button = document.querySelector(".aloud-start");
const bar = document.querySelector(".aloud-bar");
const PIECE = /[^\u3002\uff01\uff1f\uff1b!?;]+[\u3002\uff01\uff1f\uff1b!?;\u201d\u2019\uff09]*/g;
const READ = "h1, .story-dateline, .story-body :is(p, h2, h3, li, td, th):not(figure *)";

let pieces = [];
let at = 0;
// Kept, because a browser may forget what nobody holds, and then never reports its end.
let said = null;

function voice() {
  const own = synth.getVoices().filter(({ lang, localService }) => localService && /^(zh|cmn)\b/i.test(lang));
  const plain = own.filter(({ lang }) => !/hk|mo/i.test(lang));
  return plain.find(({ lang }) => /cn/i.test(lang)) ?? plain[0];
}

function split() {
  const parts = [...story.querySelectorAll(READ)].filter((part) => !part.querySelector("p, li"));
  const found = parts.flatMap((part) =>
    (part.textContent.match(PIECE) ?? []).map((words) => ({ part, words: words.trim() })),
  );
  return found.filter(({ words }) => words);
}

function mark(part) {
  story.querySelector(".is-read")?.classList.remove("is-read");
  if (!part) return;
  part.classList.add("is-read");
  const { top, bottom } = part.getBoundingClientRect();
  const isSeen = top >= 0 && bottom <= innerHeight - bar.offsetHeight;
  if (!isSeen) part.scrollIntoView({ block: "center" });
}

function speak() {
  if (at >= pieces.length) return stop();
  const { part, words } = pieces[at];
  const mine = new SpeechSynthesisUtterance(words);
  said = mine;
  mine.voice = voice();
  mine.lang = mine.voice?.lang ?? "zh-CN";
  mine.rate = Number(bar.querySelector("select").value);
  mine.addEventListener("end", () => {
    // What is cancelled reports its end too.
    if (mine !== said) return;
    at += 1;
    speak();
  });
  mine.addEventListener("error", () => mine === said && stop());
  if (!part.classList.contains("is-read")) mark(part);
  synth.speak(mine);
}

function hush() {
  said = null;
  synth.cancel();
}

// Some systems cannot pause a voice, so it is stopped, and goes on with the same sentence.
function pause() {
  const isPaused = bar.classList.toggle("is-paused");
  hush();
  if (!isPaused) speak();
}

/** Another speed holds from the beginning of the sentence. */
function pace() {
  if (bar.classList.contains("is-paused")) return;
  hush();
  speak();
}

function start() {
  hush();
  pieces = split();
  at = 0;
  bar.hidden = false;
  bar.classList.remove("is-paused");
  bar.querySelector("button").focus({ preventScroll: true });
  speak();
}

function stop() {
  hush();
  mark(null);
  const hadFocus = bar.contains(document.activeElement);
  bar.hidden = true;
  if (hadFocus) button.focus({ preventScroll: true });
}

function offer() {
  button.hidden = !voice();
}

if (synth && story && button) {
  offer();
  synth.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", start);
  bar.querySelector(".aloud-pause").addEventListener("click", pause);
  bar.querySelector(".aloud-stop").addEventListener("click", stop);
  bar.querySelector("select").addEventListener("change", pace);
  bar.addEventListener("keydown", (event) => event.key === "Escape" && stop());
  addEventListener("pagehide", stop);
}
