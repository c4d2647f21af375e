// The page of two saves: the merged text follows the choices, and says how many are still open.
"use strict";

(function () {
  var form;

  function chosen(name) {
    var choice = form.elements.namedItem(name);
    return choice ? choice.value : "";
  }

  function show() {
    var open = 0;
    form.querySelectorAll("[data-slot]").forEach(function (slot) {
      var choice = chosen(slot.dataset.slot);
      slot.classList.toggle("is-open", !choice);
      slot.querySelectorAll("[data-when]").forEach(function (part) {
        part.hidden = part.dataset.when !== choice;
      });
    });
    form.querySelectorAll(".collision-question").forEach(function (question) {
      var done = Boolean(question.querySelector("input:checked"));
      question.classList.toggle("is-done", done);
      open += done ? 0 : 1;
    });
    var count = form.querySelector("[data-open-count]");
    if (count) {
      count.textContent = open ? count.dataset.openWords.replace("0", open) : "";
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    form = document.querySelector(".collision-form");
    if (!form) {
      return;
    }
    form.querySelectorAll("[data-without-script]").forEach(function (button) { button.hidden = true; });
    form.addEventListener("change", show);
    show();
  });
  // The Back button brings the choices back after the page was shown.
  window.addEventListener("pageshow", function () { if (form) { show(); } });
})();
