// Keeps what is typed into a story's form while it is typed, and shows who else is at the story.
"use strict";

(function () {
  // What is typed is kept this long after the last change, and at the latest after the first.
  var QUIET = 3000, LATEST = 10000;
  // A page that is looked at gives a sign; somebody whose text changed this lately is writing.
  var SIGN = 15000, WRITING = 30000;
  // A save waits no longer than this for its text to be kept, and goes its own way for a while.
  var PATIENCE = 2000, ON_ITS_WAY = 60000;
  // What a request may still carry when its page is closed is 64 KB, three bytes a Han character.
  var LAST_WORDS = 15000;
  // Copies in this browser, of what the server could not be told, and how long they are kept.
  var COPY = "desk-unsaved:", MONTH = 30 * 24 * 3600 * 1000;

  var form, root, panel, kept, aloud, tab;
  var last, refused, stirred = 0, wrote = 0, timer, busy = null, trouble = "";
  var composing = false, leaving = false, waiting = false, cleared = 0;

  // A page's name is of its window and of its own, so that no two pages write over each other,
  // not even those of a window that was doubled.

  function random() {
    return Array.from(crypto.getRandomValues(new Uint8Array(5)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function newName() {
    var own = sessionStorage.getItem("desk-window") || random();
    sessionStorage.setItem("desk-window", own);
    return own + "-" + random();
  }

  function rename(name) {
    tab = name;
    form.elements.namedItem("_tab").value = name;
  }

  // What is typed

  function typed() {
    var pairs = [], editors = window.CKEDITOR ? Object.values(CKEDITOR.instances) : [];
    editors.forEach(function (editor) {
      if (editor.status === "ready") {
        editor.updateElement();
      }
    });
    // The form's own listener puts back a body that nobody touched.
    new FormData(form).forEach(function (value, name) {
      if (typeof value !== "string") {
        tellOfPhotos(value);
      } else if (!/^_|^csrfmiddlewaretoken$|-__prefix__-/.test(name)) {
        pairs.push([name, value]);
      }
    });
    return pairs;
  }

  function tellOfPhotos(file) {
    if (file.name) {
      document.querySelector("[data-photos-apart]").hidden = false;
    }
  }

  // Talking to the server

  // A sign-in in another window changes the token; the cookie has the present one.
  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function message(pairs, said) {
    var data = new FormData();
    (pairs || []).forEach(function (pair) { data.append(pair[0], pair[1]); });
    Object.keys(said).forEach(function (name) { data.set(name, said[name]); });
    data.set("csrfmiddlewaretoken", token());
    data.set("_person", root.dataset.person);
    if (pairs) {
      data.set("_typed", "1");
    }
    return data;
  }

  function ofThisPage() {
    var said = { _tab: tab, _continued: form.elements.namedItem("_continued").value };
    if (panel) {
      said._version = root.dataset.version;
      said._lock = panel.dataset.lock;
    }
    if (Date.now() - wrote < WRITING) {
      said._writing = "1";
    }
    return said;
  }

  // Fails with a name, "signedOut", "unreachable" or "refused", and the words of a refusal.
  function post(address, data, outlives) {
    if (!token()) {
      return Promise.reject({ name: "signedOut" });
    }
    return fetch(address, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      keepalive: Boolean(outlives)
    }).then(read, function () { throw { name: "unreachable" }; });
  }

  function read(response) {
    if (response.type === "opaqueredirect") {
      throw { name: "signedOut" };
    }
    var kind = response.headers.get("Content-Type") || "";
    if (response.status >= 500 || kind.indexOf("application/json") !== 0) {
      throw { name: "unreachable" };
    }
    return response.json().then(function (answer) {
      if (!response.ok) {
        throw { name: "refused", words: answer.reasons.join(" ") };
      }
      return answer;
    });
  }

  // Keeping

  function stir() {
    stirred = stirred || Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(QUIET, stirred + LATEST - Date.now())));
  }

  // Half a word of an input method is no text yet; the end of the composition stirs again.
  function keep() {
    if (busy) {
      return busy.then(keep);
    }
    return composing || leaving ? Promise.resolve() : send(false);
  }

  function send(isLast) {
    clearTimeout(timer);
    stirred = 0;
    var pairs = typed(), words = JSON.stringify(pairs);
    if (words === last || words === refused) {
      return Promise.resolve();
    }
    wrote = Date.now();
    if (isLast) {
      copy(pairs);
    }
    busy = post(root.dataset.address, message(pairs, ofThisPage()), isLast && words.length < LAST_WORDS)
      .then(function (answer) { done(answer, words); }, function (failure) { failed(failure, pairs, words); })
      .then(function () { busy = null; });
    return busy;
  }

  function done(answer, words) {
    last = words;
    localStorage.removeItem(COPY + tab);
    say(answer.kept, "");
    hear(answer);
  }

  function failed(failure, pairs, words) {
    if (failure.name === "refused") {
      refused = words;
    }
    var isCopied = copy(pairs);
    say(failure.words || root.dataset[isCopied ? failure.name : "unkept"], failure.name);
  }

  // What is seen changes with every keeping; it is spoken when keeping begins, fails and recovers.
  function say(words, name) {
    if (words && (name !== trouble || !aloud.textContent)) {
      aloud.textContent = words;
    }
    trouble = name;
    kept.textContent = words;
    kept.hidden = !words;
    kept.classList.toggle("is-trouble", Boolean(name));
  }

  // Copies in this browser

  function copy(pairs) {
    var said = { person: root.dataset.person, address: root.dataset.address, at: Date.now() };
    said.tab = tab;
    said.continued = form.elements.namedItem("_continued").value;
    said.pairs = pairs;
    try {
      localStorage.setItem(COPY + tab, JSON.stringify(said));
      return true;
    } catch (full) {
      return false;
    }
  }

  function copies() {
    return Object.keys(localStorage).filter(function (key) {
      return key.indexOf(COPY) === 0 && key !== COPY + tab;
    });
  }

  // What other pages of this person could not tell the server, it is told now.
  function resend() {
    copies().forEach(function (key) {
      var said = JSON.parse(localStorage.getItem(key));
      if (Date.now() - said.at > MONTH) {
        localStorage.removeItem(key);
      } else if (said.person === root.dataset.person) {
        var data = message(said.pairs, { _tab: said.tab, _continued: said.continued });
        post(said.address, data).then(function (answer) {
          localStorage.removeItem(key);
          offer(said.address, answer.address);
        }, function () { return null; });
      }
    });
  }

  function offer(from, address) {
    var late = root.querySelector("[data-late]");
    var isShown = root.querySelector('a[href="' + address + '"]') !== null;
    if (address && from === root.dataset.address && !isShown) {
      late.querySelector("a").href = address;
      late.hidden = false;
    }
  }

  // Who is here

  function write(name, words) {
    var line = document.querySelector("[data-" + name + "]");
    if (line.textContent !== words) {
      line.textContent = words;
    }
    line.hidden = !words;
  }

  function writeNames(names) {
    var list = panel.querySelector("[data-company]");
    list.replaceChildren.apply(list, names.map(function (name) {
      var entry = document.createElement("li");
      entry.className = "desk-pill is-wait";
      entry.textContent = name;
      return entry;
    }));
    panel.querySelector("[data-together]").hidden = !names.length;
  }

  function hear(answer) {
    if (!panel) {
      return;
    }
    writeNames(answer.company);
    panel.querySelector("[data-alone]").hidden = Boolean(answer.company.length || answer.elsewhere);
    write("elsewhere", answer.elsewhere);
    write("newer", answer.newer || "");
    write("locked", answer.locked);
    write("locked-bar", answer.locked);
    // What became of a lock stays to be read until it is taken again.
    if (answer.lost || answer.lock === "mine") {
      write("lost", answer.lost || "");
    }
    panel.dataset.lock = answer.lock;
    panel.querySelectorAll("[data-when]").forEach(function (part) {
      part.hidden = part.dataset.when !== answer.lock;
    });
  }

  function ask() {
    post(root.dataset.address, message(null, ofThisPage())).then(hear, function () { return null; });
  }

  function sign() {
    if (document.visibilityState !== "visible" || leaving) {
      return;
    }
    if (root.dataset.mayWrite) {
      keep();
    }
    if (panel && !busy) {
      ask();
    }
  }

  // A lock is taken without leaving the page and what is typed in it.
  function pressLock(event) {
    if (!event.target.matches("[data-lock-form]")) {
      return;
    }
    event.preventDefault();
    post(event.target.action, message(null, { _tab: tab })).then(hear, function (failure) {
      write("lost", failure.words || root.dataset.lockTrouble);
      ask();
    });
  }

  // Coming and going

  // What is about to be saved is kept first: should the save fail, it is there.
  function keepFirst(event) {
    if (event.target !== form || Date.now() - cleared < ON_ITS_WAY) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!waiting) {
      waiting = true;
      Promise.race([keep(), after(PATIENCE)]).then(function () {
        // A form takes no second sending while it is still busy with the first.
        return after(0);
      }).then(function () {
        waiting = false;
        cleared = Date.now();
        form.requestSubmit(event.submitter);
      });
    }
  }

  function after(pause) {
    return new Promise(function (go) { setTimeout(go, pause); });
  }

  function onVisibility() {
    if (document.visibilityState === "visible") {
      sign();
    } else if (root.dataset.mayWrite && !leaving) {
      (busy || Promise.resolve()).then(function () { send(true); });
    }
  }

  function onLeave() {
    var pairs = root.dataset.mayWrite && !leaving ? typed() : null, words = JSON.stringify(pairs);
    var isNew = pairs !== null && words !== last && words !== refused;
    if (!isNew && !panel) {
      return;
    }
    var said = ofThisPage();
    said._leave = "1";
    var isSent = token() && navigator.sendBeacon(root.dataset.address, message(isNew ? pairs : null, said));
    if (isNew && (!isSent || trouble)) {
      copy(pairs);
    }
  }

  // The Back button brought this very page. What it had kept is saved, and its name is used up.
  function onReturn(event) {
    if (event.persisted) {
      leaving = false;
      cleared = 0;
      rename(newName());
      last = JSON.stringify(typed());
      sign();
    }
  }

  function watchTyping() {
    form.addEventListener("desk:stir", stir);
    ["compositionstart", "input", "focusout"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        composing = name === "compositionstart" || Boolean(event.isComposing);
      }, true);
    });
    document.addEventListener("compositionend", function () { composing = false; stir(); }, true);
    // On the way down, before what listens at the document: that sends the form.
    window.addEventListener("submit", keepFirst, true);
    document.addEventListener("submit", function (event) {
      leaving = leaving || (event.target === form && !event.defaultPrevented);
    });
  }

  // The bar at the foot stays in view, on a phone too.
  function toBar() {
    var bar = document.querySelector(".desk-submit");
    bar.querySelector(".desk-submit-inner").prepend(root.querySelector("[data-keeping]"));
    bar.prepend.apply(bar, root.querySelectorAll("[data-lost], [data-locked-bar]"));
  }

  document.addEventListener("DOMContentLoaded", function () {
    form = document.getElementById("article_form");
    root = document.getElementById("desk-working");
    if (!form || !root) {
      return;
    }
    panel = document.querySelector("[data-lock]");
    kept = document.querySelector("[data-kept]");
    aloud = document.querySelector("[data-kept-aloud]");
    rename(form.elements.namedItem("_tab").value || newName());
    last = JSON.stringify(typed());
    toBar();
    if (root.dataset.mayWrite) {
      watchTyping();
      resend();
    }
    document.addEventListener("submit", pressLock);
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    window.addEventListener("pageshow", onReturn);
    sign();
    setInterval(sign, SIGN);
  });
})();
