// The review page: words selected in the text become the passage of a mark; open one decision at a time.
"use strict";

(function () {
  var LIMIT = 300;

  function takeOver(text, field) {
    var chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !text.contains(chosen.anchorNode)) {
      return;
    }
    var words = Array.from(chosen.toString().trim());
    if (words.length) {
      field.value = words.slice(0, LIMIT).join("");
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var text = document.querySelector("[data-review-text]");
    var field = document.querySelector(".desk-mark-form [name=passage]");
    if (text && field) {
      ["mouseup", "keyup", "touchend"].forEach(function (name) {
        document.addEventListener(name, function () { takeOver(text, field); });
      });
    }
    // Browsers that know no exclusive details would let two decisions stand open.
    document.querySelectorAll(".desk-thumb-act").forEach(function (act, place, all) {
      act.addEventListener("toggle", function () {
        if (!act.open) {
          return;
        }
        all.forEach(function (other) { other.open = other === act; });
        var words = act.querySelector("textarea");
        if (words) {
          words.focus();
        }
      });
    });
  });
})();
