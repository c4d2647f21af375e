// Copies what goes to WeChat: words, the article's HTML, or the article as it looks.
"use strict";

(function () {
  var said = document.getElementById("wechat-said");

  function say(button, words, isCopied) {
    said.textContent = words;
    button.classList.toggle("is-copied", isCopied);
    window.setTimeout(function () { button.classList.remove("is-copied"); }, 2000);
  }

  // Without the clipboard, which browsers keep for safe connections, what is selected is copied.
  function copySelected() {
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function copyField(field) {
    field.select();
    return navigator.clipboard ? navigator.clipboard.writeText(field.value) : copySelected();
  }

  // The article in the frame is selected and copied there, with its styles.
  function copyFrame() {
    var inside = document.querySelector(".wechat-frame").contentDocument;
    var range = inside.createRange(), selection = inside.getSelection();
    range.selectNodeContents(inside.querySelector("[data-article]"));
    selection.removeAllRanges();
    selection.addRange(range);
    return inside.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function copyRich(field) {
    if (!navigator.clipboard || !window.ClipboardItem) {
      return copyFrame();
    }
    var words = document.querySelector(".wechat-frame").contentDocument.querySelector("[data-article]").innerText;
    return navigator.clipboard.write([new ClipboardItem({
      "text/html": new Blob([field.value], { type: "text/html" }),
      "text/plain": new Blob([words], { type: "text/plain" })
    })]);
  }

  function copyText(words) {
    var field = document.createElement("textarea");
    field.value = words;
    field.className = "desk-aside";
    document.body.append(field);
    return copyField(field).finally(function () { field.remove(); });
  }

  function offer(attribute, copy) {
    document.querySelectorAll("[" + attribute + "]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        copy(button.getAttribute(attribute)).then(
          function () { say(button, button.dataset.done, true); },
          function () { say(button, said.dataset.refused, false); }
        );
      });
    });
  }

  function byId(copy) {
    return function (id) { return copy(document.getElementById(id)); };
  }

  offer("data-wechat-copy", byId(copyField));
  offer("data-wechat-rich", byId(copyRich));
  offer("data-wechat-copy-text", copyText);
})();
