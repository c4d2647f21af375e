// The board of places: cards are dragged, or moved by buttons; what stands in their fields is sent.
//
// A row keeps its place and its number in fields, which the order on the page writes. A card that
// the rule put there has no fields; moved, added to or kept, it becomes one that has.
"use strict";

(function () {
  var root, template, status, dragged, isChanged = false;

  function all(selector, within) {
    return Array.from((within || root).querySelectorAll(selector));
  }

  function field(card, name) {
    return card.querySelector('[name^="row-"][name$="-' + name + '"]');
  }

  function isByHand(card) {
    return !card.classList.contains("is-ruled");
  }

  function listOf(key) {
    return root.querySelector('[data-place="' + key + '"] [data-cards]');
  }

  function keyOf(node) {
    return node.closest("[data-place]").dataset.place;
  }

  function nameOf(key) {
    return document.getElementById("board-" + key).textContent;
  }

  function shown(list) {
    return all("[data-card]", list).filter(function (card) { return !card.hasAttribute("data-gone"); });
  }

  function titleOf(card) {
    return card.querySelector("[data-title]").textContent;
  }

  function say(card, words) {
    status.textContent = titleOf(card) + " " + words;
  }

  // Stories and topics do not mix, and nobody puts anything into the hot list.
  function takes(key, card) {
    var from = keyOf(card);
    return key !== "hot" && (key === "topics") === (from === "topics");
  }

  function stands(list, id, except) {
    return shown(list).some(function (card) { return card !== except && isByHand(card) && card.dataset.id === id; });
  }

  // Writing the order down

  function number() {
    all("[data-place]").forEach(function (place) {
      var size = place.querySelector('[name$="-size"]').value;
      shown(place).forEach(function (card, at) {
        var isOver = at >= Number(size);
        if (isByHand(card)) {
          field(card, "order").value = at + 1;
          field(card, "place").value = place.dataset.place;
        }
        card.classList.toggle("is-over", isOver && isByHand(card));
        card.hidden = isOver && !isByHand(card);
      });
    });
    all("[data-board-sections] > [data-place]").forEach(function (place, at) {
      place.querySelector('[name$="-order"]').value = at + 1;
    });
  }

  function changed() {
    isChanged = true;
    number();
  }

  // Cards

  function made(about) {
    var total = root.querySelector('[name="row-TOTAL_FORMS"]'), card = template.content.cloneNode(true).firstElementChild;
    card.querySelectorAll("[name], [id], [for]").forEach(function (node) {
      ["name", "id", "for"].forEach(function (attribute) {
        if (node.hasAttribute(attribute)) {
          node.setAttribute(attribute, node.getAttribute(attribute).replace("__prefix__", total.value));
        }
      });
    });
    total.value = Number(total.value) + 1;
    card.dataset.id = about.id;
    field(card, "story").value = about.id;
    card.querySelector("[data-title]").textContent = about.title;
    card.querySelector("[data-note]").textContent = about.note;
    show(card, about.thumb);
    all(".board-script", card).forEach(function (node) { node.hidden = false; });
    return card;
  }

  function show(card, address) {
    var image = card.querySelector("[data-thumb]");
    image.hidden = !address;
    if (address) {
      image.src = address;
    }
  }

  function about(card) {
    var image = card.querySelector("[data-thumb]");
    return {
      id: card.dataset.id,
      title: titleOf(card),
      note: card.querySelector("[data-note]").textContent,
      thumb: image.getAttribute("src") || ""
    };
  }

  // The card itself, or one by hand in its place; what the hot list shows stays there.
  function byHand(card) {
    if (isByHand(card)) {
      return card;
    }
    var hand = made(about(card));
    if (keyOf(card) !== "hot") {
      card.replaceWith(hand);
    }
    return hand;
  }

  // What is put somewhere by hand, no rule takes elsewhere.
  function clear(id, key) {
    all(".is-ruled").forEach(function (card) {
      var from = keyOf(card), isSame = (from === "topics") === (key === "topics");
      if (card.dataset.id === id && isSame && from !== "hot" && (from !== "latest" || key === "latest")) {
        card.remove();
      }
    });
  }

  // In a place that is full, what comes last takes the number of the last.
  function lastOf(list, except) {
    var size = Number(list.closest("[data-place]").querySelector('[name$="-size"]').value);
    var others = shown(list).filter(function (card) { return card !== except && !card.hidden; });
    return others[size - 1] || null;
  }

  function put(card, list, before) {
    var key = keyOf(list);
    if (!takes(key, card) || stands(list, card.dataset.id, card)) {
      say(card, root.dataset.there);
      return;
    }
    var hand = byHand(card);
    list.insertBefore(hand, before && before.isConnected ? before : lastOf(list, hand));
    clear(hand.dataset.id, key);
    changed();
    say(hand, root.dataset.moved.replace("{place}", nameOf(key)));
  }

  function add(key, found) {
    var list = listOf(key), card = made(found);
    if (stands(list, String(found.id), card)) {
      say(card, root.dataset.there);
      return;
    }
    list.prepend(card);
    clear(String(found.id), key);
    changed();
    say(card, root.dataset.moved.replace("{place}", nameOf(key)));
  }

  function step(card, by) {
    var cards = shown(card.parentElement).filter(function (one) { return !one.hidden; });
    var other = cards[cards.indexOf(card) + by];
    if (!other) {
      return card;
    }
    var hand = byHand(card);
    if (by < 0) {
      other.before(hand);
    } else {
      other.after(hand);
    }
    changed();
    say(hand, by < 0 ? root.dataset.up : root.dataset.down);
    return hand;
  }

  // Its fields stay and say so: the server counts the rows.
  function remove(card) {
    var next = card.nextElementSibling || card.previousElementSibling;
    field(card, "gone").checked = true;
    field(card, "until").value = "";
    card.hidden = true;
    card.setAttribute("data-gone", "");
    changed();
    say(card, root.dataset.removed);
    var tool = next && !next.hidden && next.querySelector("[data-act]");
    (tool || card.closest("[data-place]").querySelector("[data-add]")).focus();
  }

  function act(button) {
    var card = button.closest("[data-card]"), kind = button.dataset.act, after = card;
    if (kind === "remove") {
      remove(card);
      return;
    }
    if (kind === "keep") {
      after = byHand(card);
      clear(after.dataset.id, keyOf(after));
      changed();
    } else {
      after = step(card, kind === "up" ? -1 : 1);
    }
    (after.querySelector('[data-act="' + kind + '"]') || after.querySelector("[data-act]")).focus();
  }

  function moveSection(button) {
    var place = button.closest("[data-place]"), isUp = button.dataset.section === "up";
    var other = isUp ? place.previousElementSibling : place.nextElementSibling;
    if (other) {
      other[isUp ? "before" : "after"](place);
      changed();
      button.focus();
    }
  }

  // Dragging

  function cardBelow(list, event) {
    var cards = shown(list).filter(function (card) { return card !== dragged && !card.hidden; });
    return cards.find(function (card) {
      var box = card.getBoundingClientRect();
      var isSameLine = event.clientY >= box.top && event.clientY <= box.bottom;
      var isLeft = event.clientX < box.left + box.width / 2, isWide = list.clientWidth < box.width * 1.5;
      return isWide || !isSameLine ? event.clientY < box.top + box.height / 2 : isLeft;
    });
  }

  function unmark() {
    all(".is-before, .is-target").forEach(function (node) { node.classList.remove("is-before", "is-target"); });
  }

  function listAt(event) {
    var place = event.target.closest("[data-place]");
    return place && dragged && takes(place.dataset.place, dragged) ? place.querySelector("[data-cards]") : null;
  }

  function over(event) {
    var list = listAt(event);
    unmark();
    if (list) {
      var below = cardBelow(list, event);
      event.preventDefault();
      list.classList.add("is-target");
      if (below) {
        below.classList.add("is-before");
      }
    }
  }

  function drop(event) {
    var list = listAt(event);
    unmark();
    if (list) {
      event.preventDefault();
      put(dragged, list, cardBelow(list, event));
    }
  }

  function dragging(event) {
    var card = event.target.closest && event.target.closest("[data-card]");
    // Words in a field are marked with the mouse, not dragged.
    if (!card || event.target.matches("input, select")) {
      return;
    }
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(card));
    card.classList.add("is-dragged");
  }

  function dropped() {
    unmark();
    if (dragged) {
      dragged.classList.remove("is-dragged");
    }
    dragged = null;
  }

  // Looking stories up

  function label(found) {
    var note = document.createElement("span");
    note.className = "desk-quiet";
    note.textContent = " " + found.note;
    return [found.title, note];
  }

  function searching(input) {
    var key = keyOf(input);
    new DeskSuggestions(input, {
      address: root.dataset.suggest.replace("stories", input.dataset.kind),
      piece: function (field) {
        var words = field.value.trim();
        return words ? { start: 0, end: field.value.length, words: words } : null;
      },
      isOffered: function () { return true; },
      isEager: true,
      label: label,
      insert: function (found) {
        add(key, found);
        return "";
      }
    });
    // Nothing is sent by looking for something.
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
      }
    });
  }

  // The preview

  function previewing() {
    var button = root.querySelector("[data-board-preview]"), dialog = document.querySelector("[data-board-frame]");
    if (!dialog.showModal) {
      return;
    }
    button.setAttribute("formtarget", "board-preview");
    button.addEventListener("click", function () { dialog.showModal(); });
    dialog.addEventListener("click", function (event) {
      var width = event.target.closest("[data-width]");
      if (event.target.closest("[data-board-close]")) {
        dialog.close();
      } else if (width) {
        dialog.style.setProperty("--board-width", width.dataset.width + "px");
        all("[data-width]", dialog).forEach(function (one) { one.setAttribute("aria-pressed", String(one === width)); });
      }
    });
  }

  function showTag(select) {
    var tag = select.closest("[data-place]").querySelector("[data-tag]");
    tag.hidden = select.value !== "tag";
  }

  function listen() {
    root.addEventListener("click", function (event) {
      var button = event.target.closest("[data-act]"), section = event.target.closest("[data-section]");
      if (button) {
        act(button);
      } else if (section) {
        moveSection(section);
      }
    });
    root.addEventListener("change", function (event) {
      var name = event.target.name || "";
      if (/^row-\d+-place$/.test(name)) {
        var card = event.target.closest("[data-card]"), list = listOf(event.target.value);
        put(card, list, list.firstElementChild);
        number();
      } else if (/-rule$/.test(name)) {
        showTag(event.target);
      }
      changed();
    });
    root.addEventListener("dragstart", dragging);
    root.addEventListener("dragover", over);
    root.addEventListener("drop", drop);
    root.addEventListener("dragend", dropped);
    root.addEventListener("submit", function (event) {
      isChanged = isChanged && event.submitter && event.submitter.hasAttribute("data-board-preview");
    });
    window.addEventListener("beforeunload", function (event) {
      if (isChanged) {
        event.preventDefault();
      }
    });
  }

  root = document.querySelector("[data-board]");
  template = document.querySelector("[data-board-card]");
  if (root && template) {
    status = root.querySelector("[data-board-status]");
    root.classList.add("has-script");
    all(".board-script").forEach(function (node) { node.hidden = false; });
    all('[name$="-rule"]').forEach(showTag);
    all("[data-add]").forEach(searching);
    number();
    listen();
    previewing();
  }
})();
