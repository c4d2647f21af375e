// Puts the words a reader uses (just now, 35 minutes ago, today, yesterday) in place of dates.
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const words = document.querySelector("#time-words")?.dataset;

// Days are counted in the zone that the server wrote, wherever the reader is.
function zoneOf(iso) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [null, "+", "0", "0"];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

export function spoken(iso, now, words) {
  const at = Date.parse(iso);
  const age = now - at;
  // A clock that runs slow by a little must not show the future.
  if (age < -5 * MINUTE) return null;
  if (age < MINUTE) return words.now;
  if (age < 60 * MINUTE) return words.minutes.replace("{minutes}", Math.floor(age / MINUTE));
  const zone = zoneOf(iso);
  const days = Math.floor((now + zone) / DAY) - Math.floor((at + zone) / DAY);
  if (days === 0) return words.today.replace("{time}", iso.slice(11, 16));
  return days === 1 ? words.yesterday : null;
}

const written = new Map();

function show() {
  for (const time of document.querySelectorAll("time.is-relative")) {
    if (!written.has(time)) written.set(time, time.textContent);
    time.textContent = spoken(time.dateTime, Date.now(), words) ?? written.get(time);
    time.title = written.get(time);
  }
}

if (words) {
  show();
  setInterval(show, MINUTE);
}
