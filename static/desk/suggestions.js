// The list of suggestions below a field: asked for while it is typed, gone through by keys.
"use strict";

(function () {
  var PAUSE = 200;

  // Of a kind of suggestions:
  //   address                 where they are asked for
  //   piece(field)            what is being typed, {start, end, words}; nothing if nothing to ask
  //   isOffered(field, one)   whether this one helps
  //   label(one)              the words and nodes that show it
  //   insert(one, isLast)     what the piece becomes; whether it stands at the end of the field
  //   isEager                 the first is marked unasked, and Tab takes the marked one too
  function Suggestions(field, kind) {
    this.field = field;
    this.kind = kind;
    this.list = document.createElement("ul");
    this.list.className = "desk-suggestions";
    this.list.id = field.id + "-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels.length ? field.labels[0].textContent : "");
    this.list.hidden = true;
    field.insertAdjacentElement("afterend", this.list);
    this.describe();
    this.listen();
  }

  // A field of several lines stays one: it may not call itself a combobox.
  Suggestions.prototype.describe = function () {
    var attributes = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id };
    if (this.field.matches("input")) {
      attributes.role = "combobox";
      attributes["aria-expanded"] = "false";
    }
    Object.keys(attributes).forEach(function (name) { this.field.setAttribute(name, attributes[name]); }, this);
  };

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
      if (option) { self.pick(Array.from(self.list.children).indexOf(option)); }
    });
  };

  Suggestions.prototype.askSoon = function () {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ask.bind(this), PAUSE);
  };

  Suggestions.prototype.ask = function () {
    var self = this, piece = this.kind.piece(this.field);
    if (!piece) {
      this.close();
      return;
    }
    fetch(this.kind.address + "?term=" + encodeURIComponent(piece.words))
      .then(function (response) { return response.ok && !response.redirected ? response.json() : { results: [] }; })
      .then(function (found) {
        // A slow answer to what is no longer typed, or to a field that was left, is late.
        var now = self.kind.piece(self.field);
        if (document.activeElement === self.field && now && now.words === piece.words) {
          self.show(found.results);
        }
      })
      .catch(function () { self.close(); });
  };

  Suggestions.prototype.show = function (results) {
    var list = this.list, kind = this.kind, field = this.field;
    this.offered = results.filter(function (one) { return kind.isOffered(field, one); });
    list.replaceChildren.apply(list, this.offered.map(function (one, place) {
      var option = document.createElement("li");
      option.id = list.id + "-" + place;
      option.setAttribute("role", "option");
      option.append.apply(option, kind.label(one));
      return option;
    }));
    this.open(this.offered.length > 0);
    this.mark(kind.isEager ? 0 : -1);
  };

  Suggestions.prototype.open = function (open) {
    this.list.hidden = !open;
    if (this.field.hasAttribute("aria-expanded")) {
      this.field.setAttribute("aria-expanded", String(open));
    }
    if (open) {
      this.list.scrollIntoView({ block: "nearest" });
    }
  };

  Suggestions.prototype.close = function () {
    clearTimeout(this.timer);
    this.open(false);
    this.mark(-1);
  };

  Suggestions.prototype.mark = function (place) {
    var options = Array.from(this.list.children);
    this.place = Math.min(place, options.length - 1);
    options.forEach(function (option, at) { option.setAttribute("aria-selected", String(at === this.place)); }, this);
    this.field.setAttribute("aria-activedescendant", this.place < 0 ? "" : options[this.place].id);
    if (this.place >= 0) {
      options[this.place].scrollIntoView({ block: "nearest" });
    }
  };

  Suggestions.prototype.key = function (event) {
    var takes = event.key === "Enter" || (this.kind.isEager && event.key === "Tab");
    if (event.isComposing || this.list.hidden) {
      return;
    }
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.mark(this.place + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(Math.max(this.place - 1, this.kind.isEager ? 0 : -1));
    } else if (takes && this.place >= 0 && !event.shiftKey) {
      event.preventDefault();
      this.pick(this.place);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  };

  Suggestions.prototype.pick = function (place) {
    var field = this.field, piece = this.kind.piece(field);
    if (piece) {
      var words = this.kind.insert(this.offered[place], piece.end === field.value.length);
      field.setRangeText(words, piece.start, piece.end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  };

  window.DeskSuggestions = Suggestions;
})();
