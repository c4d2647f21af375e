// A photo's page: the focal point is set on the picture, and every crop follows at once.
"use strict";

(function () {
  var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  var stage, point, across, down, automatic;

  function between(value, least, most) {
    return Math.min(Math.max(value, least), most);
  }

  function number(field) {
    var value = Number(field.value);
    return field.value.trim() === "" || !isFinite(value) ? null : between(Math.round(value), 0, 100);
  }

  // As the server has it: the middle, but higher in an upright picture.
  function chosen() {
    var x = number(across), y = number(down);
    if (x === null || y === null) {
      var upright = Number(stage.dataset.height) > Number(stage.dataset.width);
      return { x: 50, y: upright ? 33 : 50, automatic: true };
    }
    return { x: x, y: y, automatic: false };
  }

  // A crop's middle is as near to the point as the picture's edges let it be. `longer` is how many
  // times the picture, filling the crop, is longer than the crop in this direction.
  function position(share, longer) {
    return longer > 1 ? between((share * longer - 0.5) / (longer - 1), 0, 1) * 100 : 50;
  }

  function showCrop(crop, focus) {
    var wider = Number(stage.dataset.width) / Number(stage.dataset.height) / Number(crop.dataset.ratio);
    var image = crop.querySelector("img");
    if (image.getAttribute("src") !== image.dataset.preview) {
      image.src = image.dataset.preview;
    }
    image.style.objectPosition =
      position(focus.x / 100, wider) + "% " + position(focus.y / 100, 1 / wider) + "%";
  }

  function show() {
    var focus = chosen();
    point.style.insetInlineStart = focus.x + "%";
    point.style.insetBlockStart = focus.y + "%";
    point.classList.toggle("is-automatic", focus.automatic);
    point.setAttribute("aria-label", point.dataset.label.replace("{x}", focus.x).replace("{y}", focus.y));
    automatic.disabled = focus.automatic;
    document.querySelectorAll(".photo-crop").forEach(function (crop) { showCrop(crop, focus); });
  }

  function set(x, y) {
    across.value = x === null ? "" : between(Math.round(x), 0, 100);
    down.value = y === null ? "" : between(Math.round(y), 0, 100);
    // The form knows by this that something is not saved yet.
    across.dispatchEvent(new Event("input", { bubbles: true }));
    across.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function setAt(event) {
    var box = stage.getBoundingClientRect();
    set((event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100);
  }

  function step(event) {
    var way = STEPS[event.key], focus = chosen(), far = event.shiftKey ? 10 : 1;
    if (way) {
      event.preventDefault();
      set(focus.x + way[0] * far, focus.y + way[1] * far);
    }
  }

  function drag(event) {
    if (point.hasPointerCapture(event.pointerId)) {
      setAt(event);
    }
  }

  function connect() {
    stage.classList.add("is-live");
    point.hidden = automatic.hidden = false;
    document.querySelectorAll("[data-with-script]").forEach(function (note) { note.hidden = false; });
    stage.addEventListener("click", function (event) {
      if (event.target !== point) {
        setAt(event);
        point.focus({ preventScroll: true });
      }
    });
    point.addEventListener("pointerdown", function (event) { point.setPointerCapture(event.pointerId); });
    point.addEventListener("pointermove", drag);
    point.addEventListener("keydown", step);
    automatic.addEventListener("click", function () { set(null, null); });
    [across, down].forEach(function (field) { field.addEventListener("input", show); });
    show();
  }

  document.addEventListener("DOMContentLoaded", function () {
    stage = document.querySelector("[data-stage]");
    point = document.querySelector("[data-point]");
    across = document.getElementById("id_focus_x");
    down = document.getElementById("id_focus_y");
    automatic = document.querySelector("[data-automatic]");
    // Who may only look gets no fields, and a photo without sizes has no picture to click on.
    if (stage && across && down && automatic) {
      connect();
    }
  });
})();
