// Staff notes and notices: suggests whom to name with @, sends a note without leaving the story.
"use strict";

(function () {
  // As the server finds them: the sign in either width, but not inside of an e-mail address.
  var NAMING = /(^|[^0-9A-Za-z_.+\-])[@\uff20]([^\s@\uff20,;:!?\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001]{0,60})$/;
  var PAUSE = 150;

  // What is typed after the sign that stands before the caret, and where the sign stands.
  function named(field) {
    var before = field.value.slice(0, field.selectionStart);
    var found = field.selectionStart === field.selectionEnd && NAMING.exec(before);
    return found ? { start: before.length - found[2].length - 1, term: found[2] } : null;
  }

  function Colleagues(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "desk-suggestions";
    this.list.id = field.id + "-people";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels.length ? field.labels[0].textContent : "");
    this.list.hidden = true;
    field.insertAdjacentElement("afterend", this.list);
    var attributes = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id };
    Object.keys(attributes).forEach(function (name) { field.setAttribute(name, attributes[name]); });
    this.listen();
  }

  Colleagues.prototype.listen = function () {
    var self = this;
    this.field.addEventListener("input", function (event) {
      // While Chinese is being composed, what stands in the field is no name yet.
      if (!event.isComposing) { self.askSoon(); }
    });
    this.field.addEventListener("compositionend", function () { self.askSoon(); });
    this.field.addEventListener("keydown", function (event) { self.key(event); });
    this.field.addEventListener("blur", function () { self.close(); });
    this.list.addEventListener("mousedown", function (event) {
      var option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) { self.pick(option); }
    });
  };

  Colleagues.prototype.askSoon = function () {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ask.bind(this), PAUSE);
  };

  Colleagues.prototype.ask = function () {
    var self = this, piece = named(this.field);
    if (!piece) {
      this.close();
      return;
    }
    fetch(this.field.dataset.people + "?term=" + encodeURIComponent(piece.term))
      .then(function (response) { return response.ok && !response.redirected ? response.json() : { results: [] }; })
      .then(function (found) {
        // A slow answer to what is no longer typed, or to a field that was left, is late.
        var now = named(self.field);
        if (document.activeElement === self.field && now && now.term === piece.term) {
          self.show(found.results);
        }
      })
      .catch(function () { self.close(); });
  };

  Colleagues.prototype.show = function (results) {
    var list = this.list;
    list.replaceChildren();
    results.forEach(function (result) {
      var option = document.createElement("li"), signin = document.createElement("span");
      option.id = list.id + "-" + list.children.length;
      option.setAttribute("role", "option");
      option.dataset.insert = result.insert;
      option.textContent = result.name + " ";
      signin.className = "desk-signin";
      signin.textContent = "@" + result.signin;
      option.append(signin);
      list.append(option);
    });
    this.open(list.children.length > 0);
    this.mark(0);
  };

  Colleagues.prototype.open = function (open) {
    this.list.hidden = !open;
    if (open) {
      this.list.scrollIntoView({ block: "nearest" });
    }
  };

  Colleagues.prototype.close = function () {
    clearTimeout(this.timer);
    this.open(false);
    this.mark(-1);
  };

  Colleagues.prototype.mark = function (place) {
    var options = Array.from(this.list.children);
    this.place = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    options.forEach(function (option, at) { option.setAttribute("aria-selected", String(at === this.place)); }, this);
    this.field.setAttribute("aria-activedescendant", this.place < 0 ? "" : options[this.place].id);
    if (this.place >= 0) {
      options[this.place].scrollIntoView({ block: "nearest" });
    }
  };

  Colleagues.prototype.key = function (event) {
    if (event.isComposing || this.list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(Math.max(this.place + (event.key === "ArrowDown" ? 1 : -1), 0));
    } else if ((event.key === "Enter" || event.key === "Tab") && this.place >= 0 && !event.shiftKey) {
      event.preventDefault();
      this.pick(this.list.children[this.place]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  };

  // The space after the name says where it ends.
  Colleagues.prototype.pick = function (option) {
    var piece = named(this.field);
    if (piece) {
      this.field.setRangeText("@" + option.dataset.insert + " ", piece.start, this.field.selectionStart, "end");
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  };

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
    document.querySelectorAll("textarea[data-people]").forEach(function (field) { new Colleagues(field); });
    if (panel && form) {
      new Panel(panel, form);
    }
    document.addEventListener("click", read);
    document.addEventListener("auxclick", read);
  });
})();
