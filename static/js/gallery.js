// Shows the photos of a story as large as the screen, one beside the other: swiped, or by keys.
const room = document.querySelector(".lightbox");
const photos = [...document.querySelectorAll(".story-body .photo:has(> picture)")];
const track = room?.querySelector(".lightbox-track");

/** The picture that stands on the page, asked for in the width of the screen. */
function enlarged(photo) {
  const { width, height } = photo.dataset;
  const picture = photo.querySelector("picture").cloneNode(true);
  const img = picture.querySelector("img");
  for (const part of picture.children) part.sizes = `min(100vw, ${Math.round((100 * width) / height)}vh)`;
  img.removeAttribute("fetchpriority");
  img.loading = "lazy";
  return picture;
}

function slide(photo) {
  const figure = document.createElement("figure");
  figure.className = "lightbox-slide";
  const frame = document.createElement("div");
  frame.className = "lightbox-photo";
  frame.append(enlarged(photo));
  const sign = photo.querySelector(".ai-sign");
  if (sign) frame.append(sign.cloneNode(true));
  figure.append(frame);
  const words = photo.parentElement.querySelector("figcaption");
  if (words) {
    const caption = words.cloneNode(true);
    caption.querySelector(".slide-number")?.remove();
    figure.append(caption);
  }
  return figure;
}

const shown = () => Math.round(track.scrollLeft / track.clientWidth);

/** Which photo it is, for the eyes; what it shows, for whoever has it read out. */
function tell() {
  const at = shown();
  const count = `${at + 1}/${photos.length}`;
  const [number, words] = room.querySelector(".lightbox-count").children;
  if (number.textContent !== count) {
    number.textContent = count;
    words.textContent = track.children[at].querySelector("figcaption")?.textContent ?? "";
  }
  room.querySelector(".lightbox-back").disabled = at === 0;
  room.querySelector(".lightbox-on").disabled = at === photos.length - 1;
}

function turn(to) {
  track.scrollTo({ left: to * track.clientWidth, behavior: "instant" });
}

function open(at) {
  if (!track.children.length) track.append(...photos.map(slide));
  room.showModal();
  track.focus();
  turn(at);
  tell();
}

function press(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  turn(shown() + step);
}

function offer(photo, at) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "photo-open";
  const alt = photo.querySelector("img").alt;
  button.setAttribute("aria-label", alt ? `${room.dataset.open} ${alt}` : room.dataset.open);
  button.addEventListener("click", () => open(at));
  photo.append(button);
}

if (room?.showModal) {
  photos.forEach(offer);
  track.addEventListener("scroll", tell, { passive: true });
  room.addEventListener("keydown", press);
  room.querySelector(".lightbox-back").addEventListener("click", () => turn(shown() - 1));
  room.querySelector(".lightbox-on").addEventListener("click", () => turn(shown() + 1));
  room.querySelector(".lightbox-close").addEventListener("click", () => room.close());
  // Beside the picture there is nothing: a click there leaves.
  track.addEventListener("click", (event) => event.target.closest("img, figcaption") ?? room.close());
  addEventListener("resize", () => room.open && tell());
}
