// Leafs through the pictures in place: without it the same links lead to the next picture by address.

const row = document.querySelector(".carousel-row");

// The link that goes on in the same direction, or back where there is no other picture.
function wayOn(slide, rel) {
  return slide.querySelector(`.carousel-way[rel="${rel}"]`) || slide.querySelector(".carousel-way");
}

row?.addEventListener("click", (event) => {
  const way = event.target.closest(".carousel-way");
  const slide = way && document.getElementById(way.hash.slice(1));
  if (!slide || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  const edge = parseFloat(getComputedStyle(row).scrollPaddingInlineStart) || 0;
  row.scrollBy({ left: slide.getBoundingClientRect().left - row.getBoundingClientRect().left - edge });
  wayOn(slide, way.rel).focus({ preventScroll: true });
});
