// The tray of a story's photos: takes files and photos of the library into its rows.
//
// A file is sent at once, and its row then names the photo that it became; nothing of the story is
// saved by that. window.deskTray is what the editor's plugin calls:
//   write(key, caption)   the caption was typed in the text
//   fill(key, transfer)   files were dropped on a photo in the text
//   answer(key, isYes)    whether a file that was dropped so replaces the photo
//   add(transfer)         files were dropped into the text; answers the keys of their new rows
//   choose(placed)        promises the keys of photos to put in; `placed` stand there already
//   mayAdd, maySend       whether there can be new rows, and files
"use strict";

(function () {
  var DRAWN = "application/x-desk-photo";

  var rows = window.deskRows, root, form, words, composing = null, mayLeave = false;

  // Files on their way

  function begin(row, file) {
    var preview = URL.createObjectURL(file);
    rows.giveKey(row);
    rows.put(rows.part(row, "refused"), "");
    rows.state(row).sending = { fraction: 0, words: "", preview: preview };
    rows.part(row, "frame").replaceChildren(rows.image(preview));
    rows.showSending(row);
    mayLeave = false;
  }

  // Whatever was on its way into this row is so no more.
  function end(row) {
    var sending = rows.state(row).sending;
    if (sending) {
      URL.revokeObjectURL(sending.preview);
      rows.state(row).sending = null;
      rows.showPhoto(row);
      rows.showSending(row);
    }
    return sending;
  }

  function stop(row) {
    var sending = end(row);
    if (sending) {
      sending.handle.stop();
    }
  }

  function progress(row, fraction) {
    var sending = rows.state(row).sending;
    sending.fraction = fraction;
    sending.words = fraction === 1 ? words.reading : "";
    rows.showSending(row);
  }

  function wait(row, said) {
    rows.state(row).sending.words = said;
    rows.showSending(row);
  }

  function send(row, file) {
    stop(row);
    begin(row, file);
    rows.state(row).sending.handle = deskSending.send(file, {
      address: root.dataset.incoming,
      onProgress: function (fraction) { progress(row, fraction); },
      onWaiting: function (said) { wait(row, said); },
      onRefused: function (sentence) { end(row); rows.refuse(row, sentence); },
      onDone: function (photo) { arrive(row, photo); }
    });
  }

  // Of a photo that has just come, the library knows the rights too.
  function arrive(row, photo) {
    var sending = rows.state(row).sending;
    var plain = Object.assign({ marks: [], srcset: "" }, photo, { credit: photo.credit_line });
    var described = window.deskPicker ? deskPicker.describe(photo.id) : Promise.resolve(plain);
    described.catch(function () { return plain; }).then(function (known) {
      if (rows.state(row).sending === sending) {
        end(row);
        hold(row, known || plain);
      }
    });
  }

  function isSending() {
    return rows.all().some(function (row) { return rows.state(row).sending; });
  }

  // Photos in rows

  // What the editor left empty gets the photo's words; a word that is being composed is let be.
  function lend(row, name, text) {
    var input = rows.field(row, name);
    if (!input.value && input !== composing && text) {
      input.value = text;
      rows.touch(input, "input");
    }
  }

  function hold(row, photo) {
    rows.giveKey(row);
    rows.state(row).photo = photo;
    rows.field(row, "photo").value = photo.id;
    rows.put(rows.part(row, "refused"), "");
    ["caption", "credit", "alt"].forEach(function (name) { lend(row, name, photo[name]); });
    settle(row);
  }

  function takeOut(row) {
    stop(row);
    rows.state(row).photo = undefined;
    rows.field(row, "photo").value = "";
    settle(row);
  }

  function settle(row) {
    rows.showPhoto(row);
    rows.tell(row);
    rows.touch(rows.field(row, "photo"));
  }

  // A picture that lies over another asks first.
  function offer(row, file) {
    if (rows.isFilled(row)) {
      rows.state(row).offered = file;
      rows.showOffer(row);
    } else {
      send(row, file);
    }
  }

  function answer(row, isYes) {
    var file = rows.state(row).offered;
    rows.state(row).offered = null;
    rows.showOffer(row);
    if (isYes) {
      send(row, file);
    }
  }

  // The first file is the row's; where there can be new rows, the others get some.
  function fill(row, files) {
    if (!row || !files.length) {
      return;
    }
    offer(row, files[0]);
    if (files.length > 1 && rows.template()) {
      add(files.slice(1));
    } else if (files.length > 1) {
      complain(words.one);
    }
  }

  function add(files) {
    return files.map(function (file) {
      var row = rows.add();
      send(row, file);
      return rows.keyOf(row);
    });
  }

  // Photos of the library

  function used() {
    return new Set(rows.all().map(function (row) { return Number(rows.field(row, "photo").value); }));
  }

  function pick(row) {
    return deskPicker.open({ isSingle: true, used: used() }).then(function (chosen) {
      chosen.forEach(function (photo) { stop(row); hold(row, photo); });
    });
  }

  function keyFor(photo) {
    if (photo.key) {
      return photo.key;
    }
    var row = rows.add();
    hold(row, photo);
    return rows.keyOf(row);
  }

  function choose(placed) {
    var own = rows.all().filter(function (row) {
      return rows.keyOf(row) && placed.indexOf(rows.keyOf(row)) === -1 && !rows.isTicked(row, "DELETE");
    }).map(function (row) { return Object.assign({ key: rows.keyOf(row) }, rows.entry(row)); });
    return deskPicker.open({ own: own, used: used() }).then(function (chosen) { return chosen.map(keyFor); });
  }

  // What is dropped

  // A picture of a page that is drawn brings itself as a file, too.
  function hasFiles(event) {
    var types = event.dataTransfer ? Array.from(event.dataTransfer.types) : [];
    return types.indexOf("Files") !== -1 && types.indexOf(DRAWN) === -1;
  }

  function filesOf(transfer) {
    var isFolder = Array.from(transfer.items || []).some(function (item) {
      var known = item.webkitGetAsEntry && item.webkitGetAsEntry();
      return known && known.isDirectory;
    });
    complain(isFolder ? words.folder : "");
    return isFolder ? [] : Array.from(transfer.files);
  }

  // The text, where the file was dropped, may be far from here.
  function complain(sentence) {
    var line = root.querySelector("[data-trouble-here]");
    rows.put(line, sentence);
    if (sentence) {
      line.scrollIntoView({ block: "center" });
    }
  }

  // Where a file would go that is held here: into a row, or into the tray as a new one.
  function targetOf(event) {
    if (!root.dataset.incoming || !root.contains(event.target)) {
      return null;
    }
    return rows.at(event) || (rows.template() ? root : null);
  }

  function aim(target) {
    document.querySelectorAll(".is-aimed-at").forEach(function (one) { one.classList.remove("is-aimed-at"); });
    if (target) {
      target.classList.add("is-aimed-at");
    }
  }

  function dragOver(event) {
    if (!hasFiles(event) || event.defaultPrevented) {
      return;
    }
    var target = targetOf(event);
    aim(target);
    // A file that misses would be opened by the browser, in the place of the story.
    if (!event.target.closest(".cke_editable")) {
      event.preventDefault();
      event.dataTransfer.dropEffect = target ? "copy" : "none";
    }
  }

  function drop(event) {
    var target = targetOf(event);
    aim(null);
    if (!hasFiles(event) || event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    if (target === root) {
      add(filesOf(event.dataTransfer));
    } else if (target) {
      fill(target, filesOf(event.dataTransfer));
    }
  }

  // A photo of the tray is drawn into the text.
  function dragStart(event) {
    var row = rows.at(event);
    if (row && event.target.matches("[data-frame] img")) {
      event.dataTransfer.setData(DRAWN, rows.giveKey(row));
      event.dataTransfer.effectAllowed = "copy";
    }
  }

  // What is pressed and typed

  var PRESSED = {
    "choose-file": function (row) { rows.field(row, "upload").click(); },
    "choose-photo": pick,
    "take-out": takeOut,
    "replace": function (row) { answer(row, true); },
    "keep": function (row) { answer(row, false); },
    "drop-row": function (row) { stop(row); rows.remove(row); },
    "place": place,
    "add-files": function () { root.querySelector("[data-files]").click(); },
    "add-photos": function () { choose(rows.all().map(rows.keyOf)); },
    "add-caption": function () { rows.field(rows.add(), "caption").focus(); }
  };

  function press(event) {
    Object.keys(PRESSED).forEach(function (name) {
      if (event.target.closest("button[data-" + name + "]")) {
        PRESSED[name](rows.at(event));
      }
    });
  }

  function place(row) {
    var key = rows.giveKey(row);
    rows.tell(row);
    rows.touch(rows.field(row, "key"));
    Object.values(CKEDITOR.instances).forEach(function (editor) {
      editor.execCommand("storyphotoPlace", [key]);
    });
  }

  function change(event) {
    var row = rows.at(event), input = event.target;
    if (input.type === "file") {
      chooseFiles(row, input);
    } else if (row) {
      onlyCover(row, input);
      if (rows.isTicked(row, "DELETE")) {
        stop(row);
      }
      rows.tell(row);
    }
  }

  // Sent from here and at once; the form goes without them.
  function chooseFiles(row, input) {
    var files = Array.from(input.files);
    input.value = "";
    if (row && files.length) {
      send(row, files[0]);
    } else {
      add(files);
    }
  }

  // A story has one cover.
  function onlyCover(row, input) {
    if (input === rows.field(row, "is_cover") && input.checked) {
      rows.all().forEach(function (other) {
        if (other !== row && rows.isTicked(other, "is_cover")) {
          rows.field(other, "is_cover").checked = false;
          rows.tell(other);
        }
      });
    }
  }

  function type(event) {
    if (rows.at(event) && !event.isComposing && event.target.type !== "file") {
      rows.tell(rows.at(event));
    }
  }

  // Half a word of an input method is no caption yet.
  function compose(event) {
    composing = event.type === "compositionstart" ? event.target : null;
    if (!composing && rows.at(event)) {
      rows.tell(rows.at(event));
    }
  }

  function write(key, caption) {
    var row = rows.withKey(key);
    if (row && rows.field(row, "caption").value !== caption) {
      rows.field(row, "caption").value = caption;
      rows.touch(rows.field(row, "caption"), "input");
    }
  }

  // Leaving while something is on its way

  function guard(event) {
    if (event.target === form && isSending() && !mayLeave) {
      mayLeave = window.confirm(words.leave);
      if (!mayLeave) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }
  }

  function warn(event) {
    if (isSending() && !mayLeave) {
      event.preventDefault();
    }
  }

  function listen() {
    root.addEventListener("click", press);
    root.addEventListener("change", change);
    root.addEventListener("input", type);
    root.addEventListener("compositionstart", compose);
    root.addEventListener("compositionend", compose);
    root.addEventListener("dragstart", dragStart);
    document.addEventListener("dragover", dragOver);
    document.addEventListener("drop", drop);
    document.addEventListener("dragleave", function (event) {
      if (!event.relatedTarget) { aim(null); }
    });
    // On the way down, and before the scripts that send the form.
    window.addEventListener("submit", guard, true);
    window.addEventListener("beforeunload", warn);
    window.addEventListener("pageshow", function () { mayLeave = false; });
  }

  function showAdding() {
    root.querySelectorAll("[data-with-script]").forEach(function (one) { one.hidden = false; });
    root.querySelectorAll("[data-add-photos]").forEach(function (one) { one.hidden = !window.deskPicker; });
    root.querySelectorAll("[data-files]").forEach(function (input) {
      input.accept = rows.field(rows.template(), "upload").accept;
    });
  }

  function api() {
    return {
      write: write,
      fill: function (key, transfer) { fill(rows.withKey(key), filesOf(transfer)); },
      answer: function (key, isYes) { answer(rows.withKey(key), isYes); },
      add: function (transfer) { return add(filesOf(transfer)); },
      choose: choose,
      mayAdd: Boolean(rows.template()),
      maySend: Boolean(root.dataset.incoming)
    };
  }

  document.addEventListener("DOMContentLoaded", function () {
    root = document.querySelector("[data-tray]");
    if (!root) {
      return;
    }
    form = root.closest("form");
    words = root.querySelector("[data-sayings]").dataset;
    rows.open(root);
    showAdding();
    listen();
    window.deskTray = api();
  });
})();
