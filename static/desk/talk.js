// Staff notes and notices: suggests whom to name with @, sends a note without leaving the story.
"use strict";

(function () {
  // As the server finds them: the sign in either width, but not inside of an e-mail address.
  var NAMING = /(^|[^0-9A-Za-z_.+\-])[@\uff20]([^\s@\uff20,;:!?\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001]{0,60})$/;

  // What is typed after the sign that stands before the caret, and where the sign stands.
  function named(field) {
    var caret = field.selectionStart;
    var found = caret === field.selectionEnd && NAMING.exec(field.value.slice(0, caret));
    return found ? { start: caret - found[2].length - 1, end: caret, words: found[2] } : null;
  }

  function everybody() {
    return true;
  }

  function label(person) {
    var signin = document.createElement("span");
    signin.className = "desk-signin";
    signin.textContent = "@" + person.signin;
    return [person.name + " ", signin];
  }

  // The space after the name says where it ends.
  function insert(person) {
    return "@" + person.insert + " ";
  }

  // Sending from the story's form: the page stays, and with it whatever else is typed there.

  function Panel(panel, form) {
    this.panel = panel;
    this.form = form;
    this.field = panel.querySelector("textarea");
    this.button = panel.querySelector("button[type=submit]");
    this.kept = "note:" + form.action;
    this.list = panel.querySelector("[data-notes]");
    this.list.scrollTop = this.list.scrollHeight;
    this.restore();
    form.addEventListener("submit", this.send.bind(this));
    this.field.addEventListener("input", this.keep.bind(this));
    this.field.addEventListener("keydown", this.key.bind(this));
  }

  // What is typed and not sent survives when the story is saved meanwhile.
  Panel.prototype.keep = function () {
    sessionStorage.setItem(this.kept, this.field.value);
  };

  Panel.prototype.restore = function () {
    var kept = sessionStorage.getItem(this.kept);
    if (kept && !this.field.value) {
      this.field.value = kept;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  Panel.prototype.key = function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit(this.button);
    }
  };

  Panel.prototype.send = function (event) {
    var self = this;
    event.preventDefault();
    // The story's own script would take it for leaving the page.
    event.stopPropagation();
    if (this.button.disabled) {
      return;
    }
    this.button.disabled = true;
    this.tell("", "");
    this.ask()
      .then(function (trouble) { self.trouble(trouble); })
      .catch(function () { self.trouble("unreachable"); })
      .then(function () { self.button.disabled = false; });
  };

  // Answers the name of a trouble of the page (desk/_troubles.html), or nothing.
  Panel.prototype.ask = function () {
    var self = this, session = document.querySelector("[data-session]").dataset.session;
    return fetch(session, { redirect: "manual", cache: "no-store" }).then(function (response) {
      return response.ok ? response.json().then(function (answer) { return self.post(answer.token); }) : why(response);
    });
  };

  function why(response) {
    return response.type === "opaqueredirect" ? "signed-out" : "unreachable";
  }

  Panel.prototype.post = function (token) {
    var self = this, words = new FormData(this.form);
    return fetch(this.form.action, {
      method: "POST",
      body: words,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "manual",
    }).then(function (response) {
      var type = response.headers.get("Content-Type") || "";
      if (type.indexOf("application/json") !== 0) {
        return why(response);
      }
      return response.json().then(function (answer) { self.show(answer); return ""; });
    });
  };

  Panel.prototype.show = function (answer) {
    if (answer.reasons) {
      this.tell("", answer.reasons.join(" "));
      this.field.focus();
      return;
    }
    this.list.insertAdjacentHTML("beforeend", answer.note);
    this.list.lastElementChild.scrollIntoView({ block: "nearest" });
    this.panel.querySelector("[data-no-notes]").hidden = true;
    this.field.value = "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    sessionStorage.removeItem(this.kept);
    this.tell(answer.said, "");
  };

  Panel.prototype.tell = function (said, reasons) {
    var notes = { "[data-note-said]": said, "[data-note-trouble]": reasons };
    Object.keys(notes).forEach(function (name) {
      var note = this.panel.querySelector(name);
      note.textContent = notes[name];
      note.hidden = !notes[name];
    }, this);
  };

  Panel.prototype.trouble = function (trouble) {
    document.querySelectorAll("[data-trouble]").forEach(function (note) {
      note.hidden = note.dataset.trouble !== trouble;
    });
  };

  // To open a story from a notice is to have read the notice.
  function read(event) {
    var link = event.target.closest("a[data-reads]");
    var form = link && document.getElementById(link.dataset.reads);
    if (form) {
      fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var panel = document.querySelector(".desk-talk"), form = document.getElementById("note-form");
    document.querySelectorAll("textarea[data-people]").forEach(function (field) {
      new DeskSuggestions(field, {
        address: field.dataset.people, piece: named, isOffered: everybody, label: label, insert: insert, isEager: true,
      });
    });
    if (panel && form) {
      new Panel(panel, form);
    }
    document.addEventListener("click", read);
    document.addEventListener("auxclick", read);
  });
})();
