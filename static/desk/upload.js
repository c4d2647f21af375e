// The page that takes photos in: files that are dropped or chosen, a row for each, its words at once.
"use strict";

(function () {
  var TONES = {
    queued: "plain", arriving: "wait", reading: "wait", stuck: "care",
    new: "good", known: "wait", refused: "bad", stopped: "plain",
  };
  // What systems leave in folders, which nobody means to upload; as many names as a sentence holds.
  var FURNITURE = /^(\.|thumbs\.db$|desktop\.ini$)/i, NAMES = 5;

  var root, rows = [], unsaved = new Set();

  function find(name, place) {
    return (place || root).querySelector("[data-" + name + "]");
  }

  // Words of the page's own, with what is filled in for each {}.
  function saying(name) {
    var values = Array.prototype.slice.call(arguments, 1);
    return find("sayings").dataset[name].replace(/\{\}/g, function () { return values.shift(); });
  }

  function write(place, words) {
    place.textContent = words;
    place.hidden = !words;
  }

  // One file

  function Row(file) {
    this.file = file;
    this.element = find("row").content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.part("size").textContent = megabytes(file.size);
    this.part("progress").setAttribute("aria-label", file.name);
    this.part("stop").addEventListener("click", this.stop.bind(this));
    this.preview();
    this.be("queued");
    find("rows").append(this.element);
  }

  function megabytes(bytes) {
    return bytes < 1e6 ? Math.ceil(bytes / 1e3) + " KB" : (bytes / 1e6).toFixed(1) + " MB";
  }

  Row.prototype.part = function (name) {
    return find(name, this.element);
  };

  Row.prototype.send = function () {
    this.sending = deskSending.send(this.file, {
      address: root.dataset.upload,
      onBegun: goneOnWith,
      onProgress: this.progress.bind(this),
      onWaiting: this.wait.bind(this),
      onDone: this.done.bind(this),
      onRefused: this.refuse.bind(this),
    });
  };

  Row.prototype.be = function (state, value) {
    this.state = state;
    this.part("state").textContent = saying(state, value);
    this.part("state").className = "desk-pill is-" + TONES[state];
    this.element.classList.toggle("is-stuck", state === "stuck");
  };

  // What is being taken in can no longer be stopped.
  Row.prototype.progress = function (fraction) {
    this.part("progress").value = fraction;
    this.part("stop").hidden = fraction === 1;
    this.be(fraction < 1 ? "arriving" : "reading", Math.floor(fraction * 100));
  };

  Row.prototype.wait = function (words) {
    if (words && this.state !== "stuck") {
      this.be("stuck");
      announce(this);
    }
    write(this.part("why"), words);
  };

  // What the file looks like, until the server has a picture of it; not every kind can be shown.
  Row.prototype.preview = function () {
    this.shown = URL.createObjectURL(this.file);
    this.show(this.shown);
  };

  Row.prototype.show = function (address) {
    var image = new Image();
    image.alt = "";
    image.loading = "lazy";
    image.onerror = function () { image.remove(); };
    image.src = address;
    this.part("frame").replaceChildren(image);
  };

  Row.prototype.end = function (state) {
    this.be(state);
    this.part("progress").remove();
    this.part("stop").remove();
    if (this.shown) {
      URL.revokeObjectURL(this.shown);
    }
    announce(this);
  };

  Row.prototype.stop = function () {
    this.sending.stop();
    write(this.part("why"), "");
    this.end("stopped");
  };

  Row.prototype.refuse = function (sentence) {
    write(this.part("why"), sentence);
    this.part("frame").replaceChildren();
    this.end("refused");
  };

  Row.prototype.done = function (photo) {
    write(this.part("why"), "");
    if (photo.thumb) {
      this.show(photo.thumb);
    }
    this.part("change").href = photo.change_url;
    this.part("change").hidden = false;
    this.fill(photo);
    this.liken(photo.alike);
    this.part("in").hidden = false;
    this.end(photo.is_new ? "new" : "known");
  };

  Row.prototype.fill = function (photo) {
    var form = this.part("words");
    this.element.querySelectorAll("[data-of]").forEach(function (place) {
      write(place, photo[place.dataset.of]);
    });
    this.part("kind").classList.toggle("is-care", photo.kind === "ai");
    if (form) {
      ["caption", "credit", "alt"].forEach(function (name) {
        form.elements.namedItem(name).value = photo[name];
      });
      form.action = photo.words_url;
      watch(form);
    }
  };

  Row.prototype.liken = function (alike) {
    var place = this.part("alike");
    place.hidden = !alike.length;
    alike.forEach(function (other) {
      var link = document.createElement("a"), image = new Image();
      link.href = other.change_url;
      link.className = "desk-link";
      link.target = "_blank";
      link.rel = "noopener";
      image.src = other.thumb;
      image.alt = "";
      link.append(image, other.label);
      place.append(link);
    });
  };

  // The words of a photo that is in

  function watch(form) {
    form.addEventListener("input", function () {
      unsaved.add(form);
      form.querySelector("button").disabled = false;
      tell(form, saying("unsaved"), false);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      save(form);
    });
    form.addEventListener("keydown", key);
  }

  // Enter that ends a word of the input method is no Enter; some browsers tell it by its number.
  function key(event) {
    if (event.key !== "Enter") {
      return;
    }
    if (event.isComposing || event.keyCode === 229) {
      event.stopPropagation();
      if (event.target.tagName !== "TEXTAREA") {
        event.preventDefault();
      }
    } else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  }

  function tell(form, words, isTrouble) {
    var said = find("said", form);
    said.textContent = words;
    said.classList.toggle("is-trouble", isTrouble);
  }

  // A sign-in in another window changes the token; the cookie has the present one.
  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function save(form) {
    if (!unsaved.delete(form)) {
      return;
    }
    form.querySelector("button").disabled = true;
    tell(form, saying("saving"), false);
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
    }).then(function (response) {
      return response.json();
    }).catch(function () {
      return { reasons: [saying("unkept")] };
    }).then(function (answer) {
      heard(form, answer);
    });
  }

  // What was typed while it was saved still waits to be saved.
  function heard(form, answer) {
    if (answer.reasons) {
      unsaved.add(form);
      form.querySelector("button").disabled = false;
      tell(form, answer.reasons.join(" "), true);
    } else if (!unsaved.has(form)) {
      tell(form, answer.said, false);
    }
  }

  // All files

  function number(states) {
    return rows.filter(function (row) { return states.indexOf(row.state) !== -1; }).length;
  }

  function isBusy() {
    return number(["queued", "arriving", "reading", "stuck"]) > 0;
  }

  function announce(row) {
    var way = number(["queued", "arriving", "reading", "stuck"]);
    var words = saying("count", number(["new", "known"]), way, number(["refused"]));
    find("counted").textContent = words;
    find("summary").hidden = false;
    if (row) {
      find("aloud").textContent = row.file.name + ": " + row.part("state").textContent + ". " + words;
    }
  }

  // What was left unfinished and is on its way again is no more among the unfinished.
  function goneOnWith(name) {
    var entry = root.querySelector('[data-unfinished="' + name + '"]'), list = find("unfinished-list");
    if (entry) {
      entry.remove();
      list.hidden = !find("unfinished", list);
    }
  }

  function take(files) {
    var added = files.map(function (file) { return new Row(file); });
    rows = rows.concat(added);
    added.forEach(function (row) { row.send(); });
    if (added.length) {
      announce();
    }
  }

  // Of a folder only what looks like a picture; what is chosen by itself, the server judges.

  function isPicture(file) {
    var ending = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
    return root.dataset.accept.split(",").indexOf(ending) !== -1;
  }

  function takeFolder(files) {
    var others = files.filter(function (file) { return !isPicture(file) && !FURNITURE.test(file.name); });
    var names = others.slice(0, NAMES).map(function (file) { return file.name; });
    if (others.length > NAMES) {
      names.push("\u2026");
    }
    write(find("out"), names.length ? saying("leftOut", names.join(" ")) : "");
    take(files.filter(isPicture));
  }

  // On the way down: the theme listens at every such field, for a line that shows the file's name.
  function choose(event) {
    var field = event.target, files = Array.from(field.files || []);
    if (!field.matches("[data-choose]")) {
      return;
    }
    event.stopPropagation();
    (field.webkitdirectory ? takeFolder : take)(files);
    // The same file can be chosen again.
    field.value = "";
  }

  // Dropping, on the whole page: a file that misses its place would replace the page

  function filesIn(entry) {
    if (entry.isFile) {
      return new Promise(function (resolve) {
        entry.file(function (file) { resolve([file]); }, function () { resolve([]); });
      });
    }
    return entriesIn(entry.createReader()).then(allFiles);
  }

  function allFiles(entries) {
    return Promise.all(entries.map(filesIn)).then(function (lists) { return lists.flat(); });
  }

  // A reader gives a hundred at a time, and in the end none.
  function entriesIn(reader) {
    return new Promise(function (resolve) {
      reader.readEntries(resolve, function () { resolve([]); });
    }).then(function (some) {
      return some.length ? entriesIn(reader).then(function (more) { return some.concat(more); }) : [];
    });
  }

  function drop(event) {
    var folders = [], files = [];
    root.classList.remove("is-over");
    Array.from(event.dataTransfer.items).forEach(function (item) {
      var entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
      if (entry && entry.isDirectory) {
        folders.push(entry);
      } else if (item.kind === "file") {
        files.push(item.getAsFile());
      }
    });
    take(files);
    if (folders.length) {
      allFiles(folders).then(takeFolder);
    }
  }

  function watchDropping() {
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        if (!event.dataTransfer || !event.dataTransfer.types.includes("Files")) {
          return;
        }
        event.preventDefault();
        root.classList.toggle("is-over", name === "dragover");
        if (name === "drop") {
          drop(event);
        }
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    root = document.querySelector("[data-upload]");
    find("with-script").hidden = false;
    find("without-script").remove();
    root.addEventListener("change", choose, true);
    watchDropping();
    window.addEventListener("beforeunload", function (event) {
      if (isBusy() || unsaved.size) {
        event.preventDefault();
      }
    });
  });
})();
