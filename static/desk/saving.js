// Sends a form of the desk once, and only to a server that still knows who is writing.
"use strict";

(function () {
  var FORMS = "#article_form, #photo_form, .desk-act-form, .desk-sheet, .desk-photo-page";
  // After this long without an answer, somebody who tries again means it.
  var PATIENCE = 8000;
  var sent = 0, cleared = null;

  function tell(trouble) {
    document.querySelectorAll("[data-trouble]").forEach(function (note) {
      note.hidden = note.dataset.trouble !== trouble;
    });
  }

  // A sign-in in another window changes the token that every form here carries.
  function renew(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = token;
    });
  }

  function ask(address) {
    return fetch(address, { redirect: "manual", cache: "no-store" }).then(function (response) {
      if (response.ok) {
        return response.json().then(function (answer) { renew(answer.token); return ""; });
      }
      return response.type === "opaqueredirect" ? "signed-out" : "unreachable";
    }, function () { return "unreachable"; });
  }

  function submit(event) {
    var form = event.target, button = event.submitter;
    var desk = document.querySelector("[data-session]");
    if (!form.matches(FORMS) || cleared === form) {
      return;
    }
    if (Date.now() - sent >= PATIENCE) {
      sent = Date.now();
      if (!desk) {
        return;
      }
      ask(desk.dataset.session).then(function (trouble) {
        tell(trouble);
        if (trouble) {
          sent = 0;
          return;
        }
        cleared = form;
        form.requestSubmit(button);
        cleared = null;
      });
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  document.addEventListener("submit", submit, true);
  // The Back button can bring this very page back, with everything in it as it was left.
  window.addEventListener("pageshow", function () { sent = 0; });
})();
