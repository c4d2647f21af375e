// Sends what the moderators' queue asks of the server, and reads the answer.
"use strict";

(function () {
  function send(address, words) {
    return fetch(address, { method: "POST", body: words, headers: { Accept: "application/json" }, redirect: "manual" });
  }

  function isSignedOut(response) {
    return response.type === "opaqueredirect";
  }

  // A sign-in in another window has changed the token; with the new one it is tried once more.
  function renewed(address, words) {
    var session = document.querySelector("[data-session]").dataset.session;
    return fetch(session, { redirect: "manual", cache: "no-store" }).then(function (response) {
      if (!response.ok) {
        throw new Error(isSignedOut(response) ? "signed-out" : "unreachable");
      }
      return response.json();
    }).then(function (answer) {
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = answer.token; });
      words.set("csrfmiddlewaretoken", answer.token);
      return send(address, words);
    });
  }

  // Fails with the name of a trouble of the page (desk/_troubles.html).
  function ask(address, words) {
    return send(address, words).then(function (response) {
      return response.status === 403 || isSignedOut(response) ? renewed(address, words) : response;
    }).then(function (response) {
      if ((response.headers.get("Content-Type") || "").indexOf("application/json") !== 0) {
        throw new Error("unreachable");
      }
      return response.json();
    });
  }

  window.LettersAsking = { ask: ask };
})();
