// The reader's page at three widths, beside the story's form or on a page of its own; and copying.
"use strict";

(function () {
  var WIDTH = "desk-preview-width", OPEN = "desk-preview-open";
  // Tells the other windows that a story was saved, so that their previews are fetched again.
  var channel = window.BroadcastChannel ? new BroadcastChannel("desk-preview") : null;

  // Storage may be blocked; then nothing is remembered.
  function recall(kind, key) {
    try { return window[kind].getItem(key); } catch (blocked) { return null; }
  }

  function remember(kind, key, value) {
    try { window[kind].setItem(key, value); } catch (blocked) { return; }
  }

  // One frame with its buttons. The page in it is as wide as it says; only its picture shrinks.
  function viewer(box) {
    var stage = box.querySelector("[data-preview-stage]"), frame = stage.querySelector("iframe");
    var buttons = Array.from(box.querySelectorAll("[data-preview-width]"));
    var width = 0;

    function fit() {
      var room = stage.clientWidth, scale = Math.min(1, room / width);
      if (room) {
        frame.style.inlineSize = width + "px";
        frame.style.blockSize = stage.clientHeight / scale + "px";
        frame.style.transform = "scale(" + scale + ")";
        frame.style.insetInlineStart = (room - width * scale) / 2 + "px";
      }
    }

    function choose(button) {
      width = Number(button.dataset.previewWidth);
      box.dataset.width = button.dataset.previewWidth;
      buttons.forEach(function (one) { one.setAttribute("aria-pressed", String(one === button)); });
      fit();
    }

    function load() {
      if (!frame.hasAttribute("src")) {
        frame.src = frame.dataset.src;
      } else if (frame.contentWindow) {
        frame.contentWindow.location.reload();
      }
    }

    // Readers' pages refuse to be framed, so what is followed from here opens in a tab.
    function follow(event) {
      var link = event.target.closest("a[href]");
      if (link && link.getAttribute("href").charAt(0) !== "#" && !event.defaultPrevented) {
        event.preventDefault();
        window.open(link.href, "_blank", "noopener");
      }
    }

    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        choose(button);
        remember("localStorage", WIDTH, button.dataset.previewWidth);
      });
    });
    frame.addEventListener("load", function () {
      if (frame.contentDocument) {
        frame.contentDocument.addEventListener("click", follow);
      }
    });
    box.querySelector("[data-preview-reload]").addEventListener("click", load);
    box.querySelectorAll("[data-preview-widths], [data-preview-reload]").forEach(function (part) {
      part.hidden = false;
    });
    if (window.ResizeObserver) {
      new ResizeObserver(fit).observe(stage);
    }
    window.addEventListener("resize", fit);
    choose(buttons.find(function (button) {
      return button.dataset.previewWidth === recall("localStorage", WIDTH);
    }) || buttons[0]);
    return { frame: frame, load: load, fit: fit, pressed: function () {
      return buttons.find(function (button) { return button.getAttribute("aria-pressed") === "true"; });
    } };
  }

  // Escape ends other things while somebody writes: a word of the input method, a list, a dialog.
  function isWriting(target) {
    return target.isContentEditable || target.closest("input, textarea, select, [role=dialog], .select2-container");
  }

  function panel(box) {
    var shown = viewer(box), story = box.dataset.story, opener = null;
    var close = box.querySelector("[data-preview-close]");
    // The link in the bar that saves leads to the same page, and is always in view.
    var ways = Array.from(document.querySelectorAll(
      '[data-preview-open], .desk-submit a[href="' + shown.frame.dataset.src + '"]'
    ));
    var foot = document.querySelector(".desk-submit");

    function toggle(open) {
      box.hidden = !open;
      box.style.setProperty("--preview-foot", (foot ? foot.offsetHeight : 0) + "px");
      ways.forEach(function (way) { way.setAttribute("aria-expanded", String(open)); });
      remember("sessionStorage", OPEN, open ? story : "");
      if (open) {
        shown.load();
        shown.fit();
      }
    }

    function shut() {
      toggle(false);
      (opener || ways[0]).focus();
    }

    function byKey(event) {
      if (event.key === "Escape" && !box.hidden && !event.isComposing && !event.defaultPrevented && !isWriting(event.target)) {
        event.preventDefault();
        shut();
      }
    }

    // Out of the form and its rail, whose stacking would put the panel under the editor's bar.
    document.body.append(box);
    close.hidden = false;
    close.addEventListener("click", shut);
    document.addEventListener("keydown", byKey);
    shown.frame.addEventListener("load", function () {
      if (shown.frame.contentDocument) {
        shown.frame.contentDocument.addEventListener("keydown", byKey);
      }
    });
    ways.forEach(function (way) {
      way.setAttribute("role", "button");
      way.setAttribute("aria-controls", box.id);
      way.setAttribute("aria-expanded", "false");
      way.addEventListener("click", function (event) {
        // With a key that asks for a tab or a window, the link does what links do.
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
          return;
        }
        event.preventDefault();
        opener = way;
        if (box.hidden) {
          toggle(true);
          shown.pressed().focus();
        } else {
          shut();
        }
      });
      way.addEventListener("keydown", function (event) {
        if (event.key === " " && !event.isComposing) {
          event.preventDefault();
          way.click();
        }
      });
    });
    // A save leads to this page again: the panel is back, and shows what was saved.
    if (recall("sessionStorage", OPEN) === story) {
      toggle(true);
    }
    if (channel) {
      channel.postMessage({ story: story, version: box.dataset.version });
    }
  }

  function page(box) {
    var shown = viewer(box), seen = null;
    if (channel) {
      channel.addEventListener("message", function (event) {
        if (event.data.story === box.dataset.story && event.data.version !== seen) {
          seen = event.data.version;
          shown.load();
        }
      });
    }
  }

  // The address of a preview link. Without the clipboard, which browsers keep for safe
  // connections, the words are selected, so that a key copies them.
  function copying(button) {
    var field = document.getElementById(button.dataset.copy);
    var said = document.getElementById(button.dataset.said);
    button.hidden = false;
    button.addEventListener("click", function () {
      field.select();
      if (!navigator.clipboard) {
        return;
      }
      said.textContent = "";
      navigator.clipboard.writeText(field.value).then(function () {
        said.textContent = button.dataset.done;
      }, function () { return; });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-preview]").forEach(function (box) {
      (box.id === "preview-panel" ? panel : page)(box);
    });
    document.querySelectorAll("[data-copy]").forEach(copying);
  });
})();
