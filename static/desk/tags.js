// Suggests known tags for the one being typed between commas; without it the field is plain text.
"use strict";

(function () {
  // As the server splits them: ASCII, full-width and enumeration commas, and semicolons.
  var MARK = /[,;\uff0c\uff1b\u3001\uff64]/;
  var COMMA = "\uff0c";
  var PAUSE = 200;

  function pieceAt(field) {
    var text = field.value, caret = field.selectionStart;
    var start = caret, end = caret;
    while (start > 0 && !MARK.test(text[start - 1])) { start -= 1; }
    while (end < text.length && !MARK.test(text[end])) { end += 1; }
    return { start: start, end: end, words: text.slice(start, end).trim() };
  }

  function standing(field) {
    return field.value.split(MARK).map(function (name) { return name.trim().toLowerCase(); });
  }

  function Suggestions(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "desk-suggestions";
    this.list.id = field.id + "-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels.length ? field.labels[0].textContent : "");
    this.list.hidden = true;
    field.insertAdjacentElement("afterend", this.list);
    var attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    Object.keys(attributes).forEach(function (name) { field.setAttribute(name, attributes[name]); });
    this.listen();
  }

  Suggestions.prototype.listen = function () {
    var self = this;
    this.field.addEventListener("input", function (event) {
      // While Chinese is being composed, what stands in the field is no word yet.
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

  Suggestions.prototype.askSoon = function () {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ask.bind(this), PAUSE);
  };

  Suggestions.prototype.ask = function () {
    var self = this, words = pieceAt(this.field).words;
    if (!words) {
      this.close();
      return;
    }
    fetch(this.field.dataset.suggest + "?term=" + encodeURIComponent(words))
      .then(function (response) { return response.ok && !response.redirected ? response.json() : { results: [] }; })
      .then(function (found) {
        // A slow answer to what is no longer typed, or to a field that was left, is late.
        if (document.activeElement === self.field && pieceAt(self.field).words === words) {
          self.show(found.results);
        }
      })
      .catch(function () { self.close(); });
  };

  Suggestions.prototype.show = function (results) {
    var taken = standing(this.field), list = this.list;
    list.replaceChildren();
    results.forEach(function (result) {
      if (taken.indexOf(result.name.toLowerCase()) !== -1) {
        return;
      }
      var option = document.createElement("li");
      option.id = list.id + "-" + list.children.length;
      option.setAttribute("role", "option");
      option.dataset.name = result.name;
      option.textContent = [result.name].concat(result.synonyms).join(" = ");
      list.append(option);
    });
    this.mark(-1);
    this.open(list.children.length > 0);
  };

  Suggestions.prototype.open = function (open) {
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
  };

  Suggestions.prototype.close = function () {
    clearTimeout(this.timer);
    this.mark(-1);
    this.open(false);
  };

  Suggestions.prototype.mark = function (place) {
    var options = Array.from(this.list.children);
    this.place = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    options.forEach(function (option, at) { option.setAttribute("aria-selected", String(at === this.place)); }, this);
    this.field.setAttribute("aria-activedescendant", this.place < 0 ? "" : options[this.place].id);
  };

  Suggestions.prototype.key = function (event) {
    if (event.isComposing || this.list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(this.place + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && this.place >= 0) {
      event.preventDefault();
      this.pick(this.list.children[this.place]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  };

  Suggestions.prototype.pick = function (option) {
    var piece = pieceAt(this.field);
    var last = piece.end === this.field.value.length;
    this.field.setRangeText(option.dataset.name + (last ? COMMA : ""), piece.start, piece.end, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[data-suggest]").forEach(function (field) { new Suggestions(field); });
  });
})();
