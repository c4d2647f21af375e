// The moderators' queue by keys: moves from comment to comment, asks for reasons, acts without
// leaving the page. Rows come from the server whenever they have changed there.
"use strict";

(function () {
  // How often the page asks what became of its rows, and whom it tells who reads which.
  var ASKS_EVERY = 12000;
  // So long a sentence stands that offers no way back.
  var STANDS = 12000;
  var KEYS = "letters-keys";
  var root, form, list, pane, bar, said, undo, current = null, busy = false, asked = null, standing = null;

  function all(selector, within) {
    return Array.from((within || root).querySelectorAll(selector));
  }

  function rows() {
    return list ? all("[data-comment]", list) : [];
  }

  function row(pk) {
    return document.getElementById("comment-" + pk);
  }

  function say(words, isTrouble) {
    bar.hidden = false;
    said.classList.toggle("is-trouble", Boolean(isTrouble));
    said.textContent = words;
    clearTimeout(standing);
    standing = setTimeout(function () { bar.hidden = undo.hidden; }, STANDS);
  }

  function filled(words, values) {
    return words.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
  }

  // Where one reads

  function go(to, quietly) {
    if (!to) {
      return;
    }
    if (current) {
      current.tabIndex = -1;
      current.removeAttribute("aria-current");
    }
    current = to;
    current.tabIndex = 0;
    current.setAttribute("aria-current", "true");
    if (!quietly) {
      current.focus({ preventScroll: true });
      current.scrollIntoView({ block: current.offsetHeight > innerHeight - 160 ? "start" : "nearest" });
      if (!pane.hidden) {
        open(current);
      }
      hearSoon();
    }
  }

  function step(by) {
    var found = rows(), at = found.indexOf(current);
    go(found[Math.min(Math.max(at + by, 0), found.length - 1)]);
  }

  function isDone(one) {
    return one.classList.contains("is-settled");
  }

  // On to the next that nobody has decided; at the end one stays.
  function goOn() {
    var found = rows(), at = found.indexOf(current);
    var next = found.slice(at + 1).concat(found.slice(0, Math.max(at, 0))).find(function (one) { return !isDone(one); });
    if (next) {
      go(next);
    } else {
      go(current);
      said.textContent += " " + root.dataset.end;
    }
  }

  // Rows anew

  function replace(pk, markup, isActed) {
    var old = row(pk), wasCurrent = old === current, hadFocus = old && old.contains(document.activeElement);
    var holder = document.createElement("template");
    if (!old) {
      return;
    }
    holder.innerHTML = markup.trim();
    var fresh = holder.content.firstElementChild;
    fresh.classList.toggle("is-settled", isDone(old) || fresh.dataset.state !== old.dataset.state || isAnswered(old, fresh));
    fresh.querySelector("[name=chosen]").checked = !isActed && old.querySelector("[name=chosen]").checked;
    old.replaceWith(fresh);
    revealed(fresh);
    if (wasCurrent) {
      current = null;
      go(fresh, !hadFocus);
    }
  }

  // Its complaint is settled, though its state is the same.
  function isAnswered(old, fresh) {
    return ["reported", "appealed"].some(function (name) { return name in old.dataset && !(name in fresh.dataset); });
  }

  function receive(answer, isActed) {
    Object.keys(answer.rows).forEach(function (pk) { replace(pk, answer.rows[pk], isActed); });
    count();
  }

  function company(others) {
    rows().forEach(function (one) {
      var note = one.querySelector("[data-others]"), who = others[one.dataset.comment];
      note.hidden = !who;
      note.textContent = who ? filled(root.dataset.reading, { who: who }) : "";
    });
  }

  function revealed(within) {
    all(".letters-script", within).forEach(function (node) { node.hidden = false; });
  }

  // Acts

  function trouble(name) {
    all("[data-trouble]").forEach(function (note) { note.hidden = note.dataset.trouble !== name; });
  }

  function failed(error) {
    trouble(error.message === "signed-out" ? "signed-out" : "unreachable");
  }

  // `more` are fields beside those of the rows; a note of the bar belongs to the bar's buttons.
  function act(verb, more, isBulk) {
    var words = new FormData(form), wasDone = current && isDone(current);
    if (busy) {
      return;
    }
    words.set("act", verb);
    if (!isBulk) {
      words.delete("chosen");
      words.delete("note");
    }
    Object.keys(more || {}).forEach(function (name) { words.set(name, more[name]); });
    busy = true;
    root.setAttribute("aria-busy", "true");
    LettersAsking.ask(root.dataset.act, words).then(function (answer) {
      trouble("");
      receive(answer, true);
      say(answer.said, answer.trouble);
      offer(answer);
      if (verb === "undo") {
        back(answer);
      } else if (!isBulk && current && isDone(current) && !wasDone) {
        goOn();
      }
      if (isBulk && !answer.trouble) {
        form.querySelector("[name=note]").value = "";
      }
    }).catch(failed).then(function () {
      busy = false;
      root.removeAttribute("aria-busy");
    });
  }

  // What was undone is read again: the first of it, if it is on this page.
  function back(answer) {
    var first = rows().find(function (one) { return one.dataset.comment in answer.rows; });
    Object.keys(answer.rows).forEach(function (pk) {
      var one = row(pk);
      if (one) {
        one.classList.remove("is-settled");
      }
    });
    go(first || current);
  }

  function offer(answer) {
    undo.hidden = !answer.undo;
    undo.querySelector("[name=undo]").value = answer.undo;
    undo.querySelector("[data-last]").textContent = "";
  }

  // What others do meanwhile

  function hear() {
    var words = new FormData(form);
    clearTimeout(asked);
    if (busy || document.hidden || !list) {
      hearLater();
      return;
    }
    words.set("at", current ? current.dataset.comment : "");
    LettersAsking.ask(root.dataset.news, words).then(function (answer) {
      if (!busy) {
        receive(answer, false);
        company(answer.others);
      }
    }).catch(function () { /* The next act says so. */ }).then(hearLater);
  }

  function hearLater() {
    clearTimeout(asked);
    asked = setTimeout(hear, ASKS_EVERY);
  }

  function hearSoon() {
    clearTimeout(asked);
    asked = setTimeout(hear, 400);
  }

  // Dialogs

  function dialog(name) {
    return document.querySelector('[data-dialog="' + name + '"]');
  }

  function prompt(name) {
    var one = dialog(name), note = one.querySelector("[name=note]");
    if (note) {
      note.value = "";
    }
    // The row that it was asked about, wherever one stands when it is answered.
    one.dataset.of = current.dataset.comment;
    one.showModal();
    (one.querySelector("[name=ready]:checked") || note || one.querySelector("button[type=submit]")).focus();
  }

  function answered(one, verb) {
    var typed = new FormData(one.querySelector("form")), more = {};
    typed.forEach(function (value, name) { more[name] = value; });
    one.close();
    act(verb + ":" + one.dataset.of, more);
  }

  function dialogSent(event) {
    var one = event.target.closest("[data-dialog]"), name = one.dataset.dialog;
    event.preventDefault();
    if (name === "keys") {
      one.close();
      return;
    }
    answered(one, name === "same" ? (event.submitter && event.submitter.value) || "reject-same" : name);
  }

  // A number picks the reason that carries it, and in the question of a rejection is the answer.
  function dialogKey(event) {
    var one = event.target.closest("[data-dialog]"), choices = all("[name=ready]", one);
    var at = Number(event.key) - 1;
    if (isWriting(event) || !choices[at]) {
      return;
    }
    event.preventDefault();
    choices[at].checked = true;
    choices[at].focus();
    if (one.dataset.dialog === "reject") {
      answered(one, "reject");
    }
  }

  function askSame() {
    var number = current.dataset.same, link = dialog("same").querySelector("[data-same-link]");
    if (!number) {
      say(root.dataset.none);
      return;
    }
    link.href = "?tab=all&same=" + current.dataset.comment;
    dialog("same").querySelector("[data-same-count]").textContent = filled(root.dataset.count, { count: number });
    prompt("same");
  }

  // The context

  function open(one) {
    var address = one.querySelector("[data-context]").href;
    pane.hidden = false;
    root.classList.add("has-pane");
    pane.setAttribute("aria-busy", "true");
    fetch(address + "?part=pane", { redirect: "manual", cache: "no-store" }).then(function (response) {
      if (!response.ok) {
        throw new Error(response.type === "opaqueredirect" ? "signed-out" : "unreachable");
      }
      return response.text();
    }).then(function (markup) {
      if (one === current || !current) {
        pane.innerHTML = markup;
        pane.prepend(closing());
        pane.scrollTop = 0;
      }
    }).catch(failed).then(function () { pane.removeAttribute("aria-busy"); });
  }

  function closing() {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "desk-button is-small letters-close";
    button.textContent = root.dataset.close;
    button.addEventListener("click", close);
    return button;
  }

  function close() {
    pane.hidden = true;
    root.classList.remove("has-pane");
    pane.replaceChildren();
    if (current) {
      current.focus();
    }
  }

  // Keys

  function isWriting(event) {
    var typing = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
    return event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey ||
      (event.target.matches && event.target.matches(typing));
  }

  function press(verb) {
    var button = current.querySelector('[name=act][value^="' + verb + ':"], [data-ask="' + verb + '"]');
    if (button) {
      pressed(button);
    } else {
      say(root.dataset.cannot, true);
    }
  }

  // Keys that need a row to act on.
  var ON_ROW = {
    a: function () { press("approve"); },
    r: function () { press("reject"); },
    p: function () { press("picked" in current.dataset ? "unpick" : "pick"); },
    b: function () { press("ban"); },
    d: function () { press("appealed" in current.dataset ? "deny" : "dismiss"); },
    s: askSame,
    x: function () { current.querySelector("[name=chosen]").click(); }
  };

  var ANYWHERE = {
    j: function () { step(1); },
    k: function () { step(-1); },
    ArrowDown: function () { step(1); },
    ArrowUp: function () { step(-1); },
    u: takeBack,
    "/": function () { root.querySelector("[data-search]").focus(); },
    "?": function () { dialog("keys").showModal(); }
  };

  function takeBack() {
    if (undo.hidden) {
      say(root.dataset.nothing);
    } else {
      act("undo", { undo: undo.querySelector("[name=undo]").value });
    }
  }

  function isOn() {
    return localStorage.getItem(KEYS) !== "off";
  }

  function key(event) {
    var isHelp = event.key === "?", known = ANYWHERE[event.key] || (current && ON_ROW[event.key]);
    if (isWriting(event) || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "Escape" && !pane.hidden) {
      close();
    } else if (event.key === "Enter" && event.target === current) {
      event.preventDefault();
      pane.hidden ? open(current) : close();
    } else if (known && !(busy && event.key in ON_ROW) && (!event.repeat || isMove(event.key)) && (isOn() || isHelp)) {
      event.preventDefault();
      known();
    }
  }

  // To hold a key down moves on, and decides nothing twice.
  function isMove(name) {
    return name === "j" || name === "k" || name.indexOf("Arrow") === 0;
  }

  // Buttons

  function pressed(button) {
    var one = button.closest("[data-comment]");
    if (busy) {
      return;
    }
    if (one) {
      go(one, true);
    }
    if (button.dataset.ask) {
      prompt(button.dataset.ask);
    } else {
      act(button.value, {}, !one);
    }
  }

  function clicked(event) {
    var link = event.target.closest("[data-context]"), button = event.target.closest("[data-ask]");
    var one = event.target.closest("[data-comment]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(one);
      open(one);
    } else if (button) {
      event.preventDefault();
      pressed(button);
    } else if (one && !event.target.closest("a, button, input") && !String(window.getSelection())) {
      go(one);
    }
  }

  function count() {
    var chosen = all("[name=chosen]:checked", list).length, bulk = root.querySelector("[data-bulk]");
    bulk.hidden = !chosen;
    bulk.querySelector("[data-chosen]").textContent = filled(root.dataset.chosen, { count: chosen });
  }

  function listen() {
    document.addEventListener("keydown", key);
    form.addEventListener("click", clicked);
    form.addEventListener("change", count);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (event.submitter && event.submitter.name === "act") {
        pressed(event.submitter);
      }
    });
    undo.addEventListener("submit", function (event) {
      event.preventDefault();
      takeBack();
    });
    list.addEventListener("focusin", function (event) {
      var one = event.target.closest("[data-comment]");
      if (one && one !== current) {
        go(one, true);
      }
    });
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden) {
        hearSoon();
      }
    });
  }

  function dialogs() {
    document.querySelectorAll("[data-dialog]").forEach(function (one) {
      one.addEventListener("submit", dialogSent);
      one.addEventListener("keydown", dialogKey);
      one.addEventListener("click", function (event) {
        if (event.target.closest("[data-close]")) {
          one.close();
        }
      });
    });
    var on = document.querySelector("[data-keys-on]");
    on.checked = isOn();
    on.addEventListener("change", function () { localStorage.setItem(KEYS, on.checked ? "on" : "off"); });
    root.querySelector("[data-keys]").addEventListener("click", function () { dialog("keys").showModal(); });
  }

  root = document.querySelector("[data-letters]");
  if (root && window.HTMLDialogElement) {
    form = root.querySelector("[data-rows-form]");
    list = root.querySelector("[data-rows]");
    pane = root.querySelector("[data-pane]");
    bar = root.querySelector("[data-bar]");
    said = root.querySelector("[data-said]");
    undo = root.querySelector("[data-undo-form]");
    root.classList.add("has-script");
    revealed(root);
    dialogs();
    if (list) {
      count();
      listen();
      go(rows()[0], true);
      hearLater();
    } else {
      document.addEventListener("keydown", key);
    }
  }
})();
