// The library's list: says how many photos are chosen, and chooses a whole page.
"use strict";

(function () {
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("changelist-form");
    var told = document.querySelector("[data-chosen]");
    if (!form || !told) {
      return;
    }
    var idle = told.textContent;
    var ticks = Array.from(form.querySelectorAll(".photo-tick input"));
    var all = form.querySelector("[data-choose-all]"), none = form.querySelector("[data-choose-none]");
    var last = null;

    function show() {
      var chosen = ticks.filter(function (tick) { return tick.checked; }).length;
      told.textContent = chosen ? told.dataset.words.replace("{n}", chosen) : idle;
      all.hidden = chosen === ticks.length;
      none.hidden = !chosen;
      form.querySelectorAll(".photo-bar [name=action]").forEach(function (button) {
        button.disabled = !chosen;
      });
    }

    function choose(some, checked) {
      some.forEach(function (tick) { tick.checked = checked; });
      show();
    }

    // With Shift, all from the last one clicked to this one.
    form.addEventListener("click", function (event) {
      var place = ticks.indexOf(event.target);
      if (place === -1) {
        return;
      }
      if (event.shiftKey && last !== null) {
        choose(ticks.slice(Math.min(last, place), Math.max(last, place) + 1), event.target.checked);
      }
      last = place;
    });
    form.addEventListener("change", show);
    all.addEventListener("click", function () { choose(ticks, true); });
    none.addEventListener("click", function () { choose(ticks, false); });
    // The Back button can bring the page back with its ticks.
    window.addEventListener("pageshow", show);
    show();
  });
})();
