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

  function isPressed(button) {
    return button.getAttribute("aria-pressed") === "true";
  }

  // With a key that asks for a tab or a window, a link does what links do.
  function isPlain(event) {
    return !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  }

  // Readers' pages refuse to be framed, so what is followed inside of the frame opens in a tab.
  function follow(event) {
    var link = event.target.closest("a[href]");
    if (link && link.getAttribute("href").charAt(0) !== "#" && !event.defaultPrevented) {
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    }
  }

  // Escape ends other things while somebody writes: a word of the input method, a list, a dialog.
  function isWriting(target) {
    return target.isContentEditable || target.closest("input, textarea, select, [role=dialog], .select2-container");
  }

  function inside(frame, kind, act) {
    frame.addEventListener("load", function () {
      if (frame.contentDocument) {
        frame.contentDocument.addEventListener(kind, act);
      }
    });
  }

  // The page in the frame is as wide as it says; only its picture shrinks.
  function fit(box) {
    var stage = box.querySelector("[data-preview-stage]"), frame = stage.querySelector("iframe");
    var room = stage.clientWidth, width = Number(box.dataset.width), scale = Math.min(1, room / width);
    if (room) {
      frame.style.inlineSize = width + "px";
      frame.style.blockSize = stage.clientHeight / scale + "px";
      frame.style.transform = "scale(" + scale + ")";
      frame.style.insetInlineStart = (room - width * scale) / 2 + "px";
    }
  }

  function load(frame) {
    if (!frame.hasAttribute("src")) {
      frame.src = frame.dataset.src;
    } else if (frame.contentWindow) {
      frame.contentWindow.location.reload();
    }
  }

  function choose(box, button) {
    box.dataset.width = button.dataset.previewWidth;
    box.querySelectorAll("[data-preview-width]").forEach(function (one) {
      one.setAttribute("aria-pressed", String(one === button));
    });
    fit(box);
  }

  // The buttons of one frame; gives the frame.
  function viewer(box) {
    var frame = box.querySelector("iframe"), stage = frame.parentElement;
    var buttons = Array.from(box.querySelectorAll("[data-preview-width]"));
    var width = recall("localStorage", WIDTH);
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        choose(box, button);
        remember("localStorage", WIDTH, button.dataset.previewWidth);
      });
    });
    box.querySelector("[data-preview-reload]").addEventListener("click", function () { load(frame); });
    box.querySelectorAll("[data-preview-widths], [data-preview-reload]").forEach(function (part) {
      part.hidden = false;
    });
    inside(frame, "click", follow);
    if (window.ResizeObserver) {
      new ResizeObserver(function () { fit(box); }).observe(stage);
    }
    choose(box, buttons.find(function (button) { return button.dataset.previewWidth === width; }) || buttons[0]);
    return frame;
  }

  // A link to the preview becomes a button that opens it here.
  function asButton(way, box, act) {
    way.setAttribute("role", "button");
    way.setAttribute("aria-controls", box.id);
    way.setAttribute("aria-expanded", "false");
    way.addEventListener("click", function (event) {
      if (isPlain(event)) {
        event.preventDefault();
        act(way);
      }
    });
    way.addEventListener("keydown", function (event) {
      if (event.key === " " && !event.isComposing) {
        event.preventDefault();
        way.click();
      }
    });
  }

  function panel(box) {
    var frame = viewer(box), story = box.dataset.story, opener = null;
    var foot = document.querySelector(".desk-submit"), close = box.querySelector("[data-preview-close]");
    // The link in the bar that saves leads to the same page, and is always in view.
    var ways = Array.from(document.querySelectorAll(
      '[data-preview-open], .desk-submit a[href="' + frame.dataset.src + '"]'
    ));

    function show(open) {
      box.hidden = !open;
      box.style.setProperty("--preview-foot", (foot ? foot.offsetHeight : 0) + "px");
      ways.forEach(function (way) { way.setAttribute("aria-expanded", String(open)); });
      remember("sessionStorage", OPEN, open ? story : "");
      if (open) {
        load(frame);
        fit(box);
      }
    }

    function shut() {
      show(false);
      (opener || ways[0]).focus();
    }

    function turn(way) {
      opener = way;
      if (box.hidden) {
        show(true);
        Array.from(box.querySelectorAll("[data-preview-width]")).find(isPressed).focus();
      } else {
        shut();
      }
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
    inside(frame, "keydown", byKey);
    ways.forEach(function (way) { asButton(way, box, turn); });
    // A save leads to this page again: the panel is back, and shows what was saved.
    if (recall("sessionStorage", OPEN) === story) {
      show(true);
    }
    if (channel) {
      channel.postMessage({ story: story, version: box.dataset.version });
    }
  }

  function page(box) {
    var frame = viewer(box), seen = null;
    if (channel) {
      channel.addEventListener("message", function (event) {
        if (event.data.story === box.dataset.story && event.data.version !== seen) {
          seen = event.data.version;
          load(frame);
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
