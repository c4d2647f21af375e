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
// What is cancelled reports its end too: only what the latest start began may go on.
let run = 0;

function voice() {
  const own = synth.getVoices().filter(({ lang, localService }) => localService && /^(zh|cmn)\b/i.test(lang));
  const plain = own.filter(({ lang }) => !/hk|mo|tw/i.test(lang));
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
  const mine = ++run;
  synth.cancel();
  if (at >= pieces.length) return stop();
  const { part, words } = pieces[at];
  const said = new SpeechSynthesisUtterance(words);
  said.voice = voice();
  said.lang = said.voice?.lang ?? "zh-CN";
  said.rate = Number(bar.querySelector("select").value);
  const go = () => {
    if (mine !== run) return;
    at += 1;
    speak();
  };
  said.addEventListener("end", go);
  said.addEventListener("error", (event) => mine === run && event.error !== "interrupted" && stop());
  if (!part.classList.contains("is-read")) mark(part);
  synth.speak(said);
}

// Some systems cannot pause a voice, so it is stopped, and goes on with the same sentence.
function pause() {
  const isPaused = bar.classList.toggle("is-paused");
  run += 1;
  synth.cancel();
  if (!isPaused) speak();
}

function start() {
  pieces = split();
  at = 0;
  bar.hidden = false;
  bar.classList.remove("is-paused");
  bar.querySelector("button").focus({ preventScroll: true });
  speak();
}

function stop() {
  run += 1;
  synth.cancel();
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
  bar.querySelector("select").addEventListener("change", () => bar.classList.contains("is-paused") || speak());
  bar.addEventListener("keydown", (event) => event.key === "Escape" && stop());
  addEventListener("pagehide", stop);
}
