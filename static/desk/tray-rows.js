// The rows of a story's photos: their fields, what they show, and what the editor is told of them.
//
// What stands in the fields is all that is saved, and only when the story is. Beside it the JSON
// element #desk-tray says of each photo with a key how it looks, and "desk:tray" is dispatched on
// the document, with the key, whenever that changes. The plugin of the editor dispatches
// "desk:placed" with the keys of the photos that stand in the text.
"use strict";

(function () {
  var root, words, board, shown, placed = [], states = new WeakMap();

  // Rows and their fields

  function all() {
    return Array.from(root.querySelectorAll("[data-tray-row]:not(.empty-form)"));
  }

  function at(event) {
    return event.target.closest("[data-tray-row]");
  }

  function withKey(key) {
    return all().find(function (row) { return keyOf(row) === key; });
  }

  function field(row, name) {
    return row.querySelector('[name$="-' + name + '"]');
  }

  function part(row, name) {
    return row.querySelector("[data-" + name + "]");
  }

  function keyOf(row) {
    return field(row, "key").value;
  }

  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  // A row that has nothing yet needs no key, and is not saved.
  function giveKey(row) {
    field(row, "key").value = keyOf(row) || newKey();
    return keyOf(row);
  }

  function valueOf(row, name) {
    return field(row, name) ? field(row, name).value : "";
  }

  function isTicked(row, name) {
    return Boolean(field(row, name) && field(row, name).checked);
  }

  function isFilled(row) {
    return Boolean(valueOf(row, "photo"));
  }

  // Nothing came of it, and nothing in the text waits for it.
  function isBlank(row) {
    var isNew = !valueOf(row, "id"), stands = placed.indexOf(keyOf(row)) !== -1;
    return isNew && !stands && ["photo", "caption", "credit", "alt"].every(function (name) {
      return !valueOf(row, name);
    });
  }

  // Of a row, beside its fields: `photo` as views/library.py describes it, `sending` {fraction,
  // words, preview, handle} while a file is on its way, `offered`, the file that asks to replace it.
  function state(row) {
    if (!states.has(row)) {
      states.set(row, {});
    }
    return states.get(row);
  }

  // The form's scripts learn of what was not typed as if it had been.
  function touch(input, name) {
    input.dispatchEvent(new Event(name || "change", { bubbles: true }));
  }

  // What a row shows

  function show(node, isShown) {
    if (node) {
      node.hidden = !isShown;
    }
  }

  function put(node, text) {
    node.textContent = text;
    node.hidden = !text;
  }

  function pill(mark) {
    var made = document.createElement("span");
    made.className = "desk-pill is-" + mark.tone;
    made.textContent = mark.word;
    return made;
  }

  function image(address) {
    var made = document.createElement("img");
    made.src = address;
    made.alt = "";
    // Not every browser shows every kind of picture that the desk takes.
    made.addEventListener("error", function () { made.remove(); });
    return made;
  }

  function call(row) {
    var made = document.createElement("span");
    made.className = "tray-call";
    made.textContent = root.dataset.incoming ? words.call : words.waits;
    return isFilled(row) ? words.unshown : made;
  }

  function showPhoto(row) {
    var photo = state(row).photo, marks = photo ? photo.marks : [];
    part(row, "frame").replaceChildren(photo && photo.thumb ? image(photo.thumb) : call(row));
    part(row, "marks").replaceChildren.apply(part(row, "marks"), marks.map(pill));
    show(part(row, "marks"), marks.length);
    showButtons(row);
  }

  function showButtons(row) {
    var choose = part(row, "choose-file"), place = part(row, "place");
    var isPlaced = placed.indexOf(keyOf(row)) !== -1;
    show(choose, true);
    show(part(row, "choose-photo"), window.deskPicker);
    show(part(row, "take-out"), isFilled(row));
    if (choose) {
      choose.textContent = isFilled(row) ? words.change : words.choose;
    }
    if (place) {
      place.textContent = isPlaced ? words.placed : words.place;
      place.disabled = isPlaced;
    }
  }

  function showPlaces(event) {
    placed = event.detail.keys;
    all().concat(template() || []).forEach(function (row) {
      show(part(row, "place"), true);
      showButtons(row);
    });
  }

  // How far the file has come that is on its way; nothing is.
  function showSending(row) {
    var sending = state(row).sending;
    show(part(row, "progress"), sending);
    part(row, "progress").value = sending ? sending.fraction : 0;
    put(part(row, "state"), sending ? sending.words : "");
    tell(row);
  }

  function showOffer(row) {
    var file = state(row).offered;
    part(row, "question-words").textContent = file ? words.replace.replace("{name}", file.name) : "";
    show(part(row, "question"), file);
    tell(row);
  }

  function refuse(row, sentence) {
    put(part(row, "refused"), sentence);
    tell(row);
    if (isBlank(row)) {
      forget(row);
    }
  }

  // What the editor is told

  function entry(row) {
    var photo = state(row).photo || {}, sending = state(row).sending;
    return {
      thumb: sending ? sending.preview : photo.thumb || "",
      srcset: sending ? "" : photo.srcset || "",
      width: photo.width || 0,
      height: photo.height || 0,
      marks: photo.marks || [],
      caption: valueOf(row, "caption"),
      credit: valueOf(row, "credit"),
      is_cover: isTicked(row, "is_cover"),
      in_gallery: isTicked(row, "in_gallery"),
      is_removed: isTicked(row, "DELETE"),
      sent: sending ? sending.fraction : null,
      said: (sending && sending.words) || part(row, "refused").textContent,
      asks: part(row, "question-words").textContent
    };
  }

  function tell(row) {
    var key = keyOf(row);
    if (key) {
      shown[key] = entry(row);
      publish(key);
    }
  }

  function forget(row) {
    var key = keyOf(row);
    field(row, "key").value = "";
    delete shown[key];
    publish(key);
  }

  function publish(key) {
    board.textContent = JSON.stringify(shown);
    document.dispatchEvent(new CustomEvent("desk:tray", { detail: { key: key } }));
  }

  // New rows

  function template() {
    return root.querySelector("[data-tray-row].empty-form");
  }

  function management(name) {
    return root.querySelector('[name$="-' + name + '"]');
  }

  function add() {
    var row = template().cloneNode(true), number = all().length;
    row.classList.remove("empty-form");
    rename(row, /__prefix__/, String(number));
    template().before(row);
    management("TOTAL_FORMS").value = number + 1;
    showPhoto(row);
    return row;
  }

  function rename(row, pattern, number) {
    row.querySelectorAll("[name], [id], [for]").forEach(function (node) {
      ["name", "id", "for"].forEach(function (attribute) {
        if (node.hasAttribute(attribute)) {
          node.setAttribute(attribute, node.getAttribute(attribute).replace(pattern, number));
        }
      });
    });
  }

  // The theme writes the rows behind a removed one anew, and what was typed in them is lost.
  function remove(row) {
    var first = Number(management("INITIAL_FORMS").value);
    row.remove();
    all().slice(first).forEach(function (later, place) {
      rename(later, /-\d+-/, "-" + (first + place) + "-");
    });
    management("TOTAL_FORMS").value = all().length;
    forget(row);
    touch(management("TOTAL_FORMS"));
  }

  function open(given) {
    root = given;
    words = root.querySelector("[data-sayings]").dataset;
    board = document.getElementById("desk-tray");
    shown = JSON.parse(board.textContent);
    root.classList.add("has-script");
    all().forEach(function (row) {
      state(row).photo = isFilled(row) ? shown[keyOf(row)] : undefined;
      showPhoto(row);
    });
    document.addEventListener("desk:placed", showPlaces);
  }

  window.deskRows = {
    open: open, all: all, at: at, withKey: withKey, field: field, part: part, state: state,
    keyOf: keyOf, giveKey: giveKey, isTicked: isTicked, isFilled: isFilled, entry: entry,
    put: put, image: image, touch: touch, tell: tell, refuse: refuse, template: template,
    add: add, remove: remove, showPhoto: showPhoto, showSending: showSending, showOffer: showOffer
  };
})();
