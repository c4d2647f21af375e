// Lets the slip be printed by a button; without it the browser's own menu does.
"use strict";

(function () {
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
