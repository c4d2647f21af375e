// Counts characters under fields with data-count; it never cuts, so composing Chinese is not disturbed.
"use strict";

(function () {
  function show(field, note) {
    // By code points, as the server counts: rare characters take two units of a string.
    var count = Array.from(field.value).length;
    var limit = Number(field.dataset.count);
    note.textContent = limit ? count + " / " + limit : String(count);
    note.classList.toggle("is-over", limit > 0 && count > limit);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-count]").forEach(function (field) {
      var note = document.createElement("span");
      note.className = "desk-counter";
      note.setAttribute("aria-hidden", "true");
      field.insertAdjacentElement("afterend", note);
      field.addEventListener("input", function () { show(field, note); });
      show(field, note);
    });
  });
})();
