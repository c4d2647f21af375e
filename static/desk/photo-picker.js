// The window in which photos are chosen: from the library by words, or from those of the story.
//
// deskPicker.open(asked) shows it and promises what was chosen, in the order of choosing; nothing
// if it was left. `asked` names:
//   isSingle   one photo only
//   own        photos of the story to choose from as well: [{key, thumb, caption, credit, marks}]
//   used       numbers of library photos that stand in the story already
// Of a photo of the story its entry in `own` comes back, of one from the library what
// views/library.py says of it. deskPicker.describe(id) promises the latter for one photo.
"use strict";

(function () {
  var PAUSE = 250;

  var template, dialog, asked, chosen, settle, timer, sought, next;

  // Asking the server

  function ask(query) {
    var address = template.dataset.address + "?" + new URLSearchParams(query);
    return fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" }).then(function (response) {
      if (response.type === "opaqueredirect") {
        throw new Error("signedOut");
      }
      if (!response.ok) {
        throw new Error("unreachable");
      }
      return response.json();
    });
  }

  function describe(id) {
    return ask({ photo: id }).then(function (found) { return found.photos[0]; });
  }

  // Cards

  function element(tag, className, words) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = words || "";
    return made;
  }

  function frame(photo) {
    var holder = element("span", "desk-tray-frame picker-frame");
    if (photo.thumb) {
      var image = document.createElement("img");
      image.src = photo.thumb;
      image.alt = photo.alt || "";
      image.loading = "lazy";
      holder.append(image);
    } else {
      holder.append(element("span", "desk-quiet", template.dataset.waits));
    }
    return holder;
  }

  function marks(photo) {
    var line = element("span", "picker-marks");
    var isUsed = !photo.key && asked.used.has(photo.id);
    var used = isUsed ? [{ word: template.dataset.used, tone: "good" }] : [];
    used.concat(photo.marks).forEach(function (mark) {
      line.append(element("span", "desk-pill is-" + mark.tone, mark.word), " ");
    });
    return line;
  }

  function tick(photo) {
    var input = document.createElement("input");
    input.type = asked.isSingle ? "radio" : "checkbox";
    input.name = "picker";
    input.className = "desk-tick";
    input.checked = isChosen(photo);
    input.addEventListener("change", function () { choose(photo, input.checked); });
    return input;
  }

  function card(photo) {
    var row = document.createElement("li"), label = element("label", "picker-card");
    var words = photo.caption || photo.label || template.dataset.uncaptioned;
    label.append(tick(photo), frame(photo), element("span", "picker-words", words));
    if (photo.credit) {
      label.append(element("span", "picker-credit", photo.credit));
    }
    label.append(marks(photo));
    label.addEventListener("dblclick", function () { choose(photo, true); take(); });
    row.append(label);
    return row;
  }

  function part(name) {
    return dialog.querySelector("[data-" + name + "]");
  }

  function fill(name, photos) {
    part(name).append.apply(part(name), photos.map(card));
  }

  // Choosing

  function same(one, other) {
    return one.key === other.key && one.id === other.id;
  }

  function isChosen(photo) {
    return chosen.some(function (one) { return same(one, photo); });
  }

  function choose(photo, isWanted) {
    var others = chosen.filter(function (one) { return !same(one, photo); });
    chosen = isWanted ? (asked.isSingle ? [photo] : others.concat([photo])) : others;
    part("count").textContent = chosen.length ? template.dataset.chosen.replace("{n}", chosen.length) : "";
    part("take").disabled = !chosen.length;
  }

  function take() {
    var photos = chosen;
    chosen = [];
    settle(photos);
    dialog.close();
  }

  // Looking for

  function say(words) {
    part("said").textContent = words;
    part("said").hidden = !words;
  }

  function search(page) {
    var words = dialog.querySelector("#picker-words").value.trim();
    clearTimeout(timer);
    if (page === 1 && words === sought) {
      return;
    }
    sought = words;
    ask({ q: words, page: page }).then(function (found) {
      // A slow answer to what is no longer asked for is late.
      if (words === sought && dialog.open) {
        show(found, words, page);
      }
    }, function (failure) {
      sought = undefined;
      say(template.dataset[failure.message] || template.dataset.unreachable);
    });
  }

  // What is chosen stays in view and chosen, whatever is looked for next.
  function show(found, words, page) {
    var library = part("library"), isFirst = page === 1, before = library.children.length;
    var kept = isFirst ? chosen.filter(function (photo) { return !photo.key; }) : [];
    var fresh = found.photos.filter(function (photo) { return !isChosen(photo); });
    if (isFirst) {
      library.replaceChildren();
    }
    fill("library", kept.concat(fresh));
    next = found.next;
    part("more").hidden = !next;
    part("library-name").textContent = words ? template.dataset.found : template.dataset.newest;
    say(found.photos.length ? "" : words ? template.dataset.none : template.dataset.empty);
    if (!isFirst && fresh.length) {
      library.children[before].querySelector("input").focus();
    }
  }

  function searchSoon(event) {
    // While Chinese is being composed, what stands in the field is no word yet.
    if (!event.isComposing) {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE, 1);
    }
  }

  // The window

  function listen() {
    var words = dialog.querySelector("#picker-words");
    words.addEventListener("input", searchSoon);
    words.addEventListener("compositionend", searchSoon);
    dialog.querySelector("form").addEventListener("submit", function (event) {
      event.preventDefault();
      search(1);
    });
    part("more").addEventListener("click", function () { search(next); });
    part("take").addEventListener("click", take);
    dialog.querySelectorAll("[data-cancel]").forEach(function (button) {
      button.addEventListener("click", function () { dialog.close(); });
    });
    dialog.addEventListener("close", function () {
      settle([]);
      dialog.remove();
    });
  }

  function prepare() {
    var title = dialog.querySelector("#picker-title");
    title.textContent = asked.isSingle ? title.dataset.titleOne : title.dataset.titleMany;
    part("own-part").hidden = !asked.own.length;
    fill("own", asked.own);
    search(1);
  }

  function open(given) {
    asked = Object.assign({ isSingle: false, own: [], used: new Set() }, given);
    chosen = [];
    sought = undefined;
    dialog = template.content.querySelector("dialog").cloneNode(true);
    // Outside the story's form, so that nothing in it is sent or marks the story as changed.
    document.body.append(dialog);
    listen();
    prepare();
    dialog.showModal();
    // On a phone the keyboard would cover the pictures.
    if (window.matchMedia("(hover: hover)").matches) {
      dialog.querySelector("#picker-words").focus();
    }
    return new Promise(function (resolve) { settle = resolve; });
  }

  document.addEventListener("DOMContentLoaded", function () {
    template = document.querySelector("[data-photo-picker]");
    if (template && window.HTMLDialogElement) {
      window.deskPicker = { open: open, describe: describe };
    }
  });
})();
