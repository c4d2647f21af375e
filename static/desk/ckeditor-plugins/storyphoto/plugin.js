// Photos in the body: a figure that names a photo of the story is one piece. It shows the photo with
// its words as the tray has them (the JSON element #desk-tray), its caption can be typed in place,
// and none of that is part of the text: that is saved as <figure data-photo="KEY"></figure>.
//
// The caption is a field of the page inside the piece, so that an input method, the clipboard and
// undo work in it as in any field, and the editor hears of none of it.
"use strict";

(function () {
  // What happens in the caption is the caption's own.
  var OWN_EVENTS = [
    "mousedown", "mouseup", "click", "dblclick", "touchstart", "touchend", "contextmenu",
    "keydown", "keypress", "keyup", "beforeinput", "input", "paste", "copy", "cut",
    "compositionstart", "compositionupdate", "compositionend", "dragstart"
  ];
  var DRAWN = "application/x-desk-photo";
  var UP = CKEDITOR.ALT + 38, DOWN = CKEDITOR.ALT + 40;

  function tray() {
    var board = document.getElementById("desk-tray");
    return board ? JSON.parse(board.textContent) : {};
  }

  function desk() {
    return window.deskTray;
  }

  function make(tag, className, words) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = words || "";
    return made;
  }

  // --- the piece ---------------------------------------------------------------------------

  // Everything in the figure stands in one element that the editor never looks into.
  function build(editor, widget, words) {
    var figure = widget.element.$, inside = make("div", "storyphoto-inside");
    widget.parts = {
      inside: inside,
      marks: make("div", "storyphoto-marks"),
      frame: make("div", "storyphoto-frame"),
      progress: make("progress", "storyphoto-progress"),
      said: make("p", "storyphoto-said"),
      question: question(widget, words),
      caption: caption(editor, widget, words),
      credit: make("span", "storyphoto-credit")
    };
    var line = make("div", "storyphoto-line"), parts = widget.parts;
    line.append(parts.caption, parts.credit);
    inside.append(buttons(editor, widget, words), parts.marks, parts.frame, parts.progress, parts.said, parts.question, line);
    figure.replaceChildren(inside);
    takeDrops(widget, inside);
  }

  function button(className, sign, pressed) {
    var made = make("button", className, sign);
    made.type = "button";
    made.addEventListener("mousedown", function (event) {
      event.preventDefault();
      event.stopPropagation();
    });
    made.addEventListener("click", function (event) {
      event.stopPropagation();
      pressed();
    });
    return made;
  }

  // By keys the piece is moved while it is selected: the way through the page stays short.
  function sign(label, words, pressed) {
    var made = button("storyphoto-button", words, pressed);
    made.title = label;
    made.setAttribute("aria-label", label);
    made.tabIndex = -1;
    return made;
  }

  function buttons(editor, widget, words) {
    var bar = make("div", "storyphoto-buttons");
    bar.append(
      sign(words.up, "\u2191", function () { move(editor, widget, -1); }),
      sign(words.down, "\u2193", function () { move(editor, widget, 1); }),
      sign(words.remove, "\u00d7", function () { remove(editor, widget); })
    );
    return bar;
  }

  // A picture that was dropped on another asks first, here as in the tray.
  function question(widget, words) {
    var asked = make("div", "tray-question");
    function answers(isYes) {
      return function () { desk().answer(widget.data.key, isYes); };
    }
    asked.append(
      make("p", ""),
      button("desk-button is-small is-primary", words.replace, answers(true)),
      button("desk-button is-small", words.keep, answers(false))
    );
    return asked;
  }

  function caption(editor, widget, words) {
    var field = make("textarea", "storyphoto-caption");
    field.rows = 1;
    field.placeholder = words.uncaptioned;
    field.setAttribute("aria-label", words.caption);
    field.disabled = !desk();
    OWN_EVENTS.forEach(function (name) {
      field.addEventListener(name, function (event) {
        var saves = (event.ctrlKey || event.metaKey) && event.key === "s";
        if (!saves) {
          event.stopPropagation();
        }
      });
    });
    field.addEventListener("input", function (event) { typed(widget, event); });
    field.addEventListener("compositionend", function (event) { typed(widget, event); });
    field.addEventListener("keydown", function (event) { key(editor, widget, event); });
    editor.focusManager.add(new CKEDITOR.dom.element(field), true);
    return field;
  }

  // Half a word of an input method is no caption yet.
  function typed(widget, event) {
    var field = widget.parts.caption;
    grow(field);
    if (!event.isComposing && desk()) {
      desk().write(widget.data.key, field.value);
    }
  }

  function key(editor, widget, event) {
    var leaves = event.key === "Enter" || event.key === "Escape", moves = { ArrowUp: -1, ArrowDown: 1 };
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (leaves) {
      event.preventDefault();
      widget.focus();
    } else if (event.altKey && moves[event.key]) {
      event.preventDefault();
      move(editor, widget, moves[event.key]);
      widget.parts.caption.focus();
    }
  }

  function grow(field) {
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = field.scrollHeight + "px";
    }
  }

  // What it shows

  function update(widget, words) {
    var photo = tray()[widget.data.key], parts = widget.parts;
    parts.inside.classList.toggle("is-waiting", !photo || !photo.thumb);
    parts.inside.classList.toggle("is-removed", Boolean(photo && photo.is_removed));
    showFrame(parts.frame, photo, words);
    parts.marks.replaceChildren.apply(parts.marks, marks(photo, words));
    showProgress(parts, photo, words);
    parts.question.firstChild.textContent = (photo && photo.asks) || "";
    parts.question.hidden = !(photo && photo.asks);
    parts.caption.hidden = !photo;
    parts.credit.textContent = photo ? photo.credit : "";
    setCaption(parts.caption, photo ? photo.caption : "");
  }

  // A picture that is shown already is not fetched anew at every step of something else.
  function showFrame(frame, photo, words) {
    var isPicture = Boolean(photo && photo.thumb), shows = isPicture ? photo.thumb : call(photo, words);
    if (frame.dataset.shows !== shows) {
      frame.dataset.shows = shows;
      frame.replaceChildren(isPicture ? picture(photo, words) : make("span", "storyphoto-call", shows));
    }
  }

  function picture(photo, words) {
    var image = make("img", "storyphoto-image");
    // Not every browser shows every kind of picture that the desk takes.
    image.addEventListener("error", function () {
      image.replaceWith(make("span", "storyphoto-call", words.unshown));
    });
    image.alt = "";
    image.sizes = "(max-width: 700px) 100vw, 640px";
    image.srcset = photo.srcset;
    image.src = photo.thumb;
    image.width = photo.width;
    image.height = photo.height;
    return image;
  }

  function call(photo, words) {
    if (!photo) {
      return words.missing;
    }
    return desk() && desk().maySend ? words.drop : words.waiting;
  }

  function marks(photo, words) {
    var found = photo ? photo.marks.slice() : [];
    if (photo && photo.is_cover) {
      found.unshift({ word: words.cover, tone: "good" });
    }
    if (photo && photo.in_gallery) {
      found.unshift({ word: words.gallery, tone: "wait" });
    }
    return found.map(function (mark) { return make("span", "desk-pill is-" + mark.tone, mark.word); });
  }

  function showProgress(parts, photo, words) {
    var isSent = Boolean(photo) && typeof photo.sent === "number";
    parts.progress.hidden = !isSent;
    parts.progress.value = isSent ? photo.sent : 0;
    parts.said.textContent = photo && photo.is_removed ? words.removed : (photo && photo.said) || "";
    parts.said.hidden = !parts.said.textContent;
  }

  // The field in which somebody types is ahead of the tray.
  function setCaption(field, words) {
    if (document.activeElement !== field && field.value !== words) {
      field.value = words;
    }
    grow(field);
  }

  // --- moving, removing, putting in ---------------------------------------------------------

  function isBlock(node) {
    return node.type === CKEDITOR.NODE_ELEMENT && !node.data("cke-temp") && !node.data("cke-hidden-sel");
  }

  function move(editor, widget, step) {
    var wrapper = widget.wrapper;
    var other = step < 0 ? wrapper.getPrevious(isBlock) : wrapper.getNext(isBlock);
    if (other) {
      editor.fire("saveSnapshot");
      wrapper[step < 0 ? "insertBefore" : "insertAfter"](other);
      editor.fire("saveSnapshot");
      widget.focus();
      wrapper.$.scrollIntoView({ block: "nearest" });
    }
  }

  function remove(editor, widget) {
    editor.fire("saveSnapshot");
    editor.focus();
    editor.widgets.del(widget);
    editor.fire("saveSnapshot");
  }

  function placedKeys(editor) {
    return editor.editable().find("figure[data-photo]").toArray().map(function (figure) {
      return figure.data("photo");
    });
  }

  // After the paragraph (or list, or table) at a place: a photo never splits one.
  function after(editor, path) {
    var block = path && path.elements[path.elements.length - 2];
    var range = editor.createRange();
    if (!block || !path.contains(editor.editable())) {
      block = editor.editable().getLast(isBlock);
    }
    if (block) {
      range.moveToPosition(block, CKEDITOR.POSITION_AFTER_END);
    } else {
      range.moveToPosition(editor.editable(), CKEDITOR.POSITION_AFTER_START);
    }
    return range;
  }

  function atCursor(editor) {
    return after(editor, editor.elementPath());
  }

  function atDrop(editor, range) {
    return after(editor, new CKEDITOR.dom.elementPath(range.startContainer, editor.editable()));
  }

  // A photo stands in a text once.
  function insert(editor, keys, place) {
    var placed = placedKeys(editor);
    var html = keys.filter(function (key) { return placed.indexOf(key) === -1; }).map(function (key) {
      return '<figure data-photo="' + CKEDITOR.tools.htmlEncodeAttr(key) + '"></figure>';
    }).join("");
    if (html) {
      editor.focus();
      editor.fire("saveSnapshot");
      editor.insertHtml(html, "html", place);
      editor.fire("saveSnapshot");
    }
  }

  function choose(editor) {
    var place = atCursor(editor);
    desk().choose(placedKeys(editor)).then(function (keys) { insert(editor, keys, place); });
  }

  // --- files ------------------------------------------------------------------------------------

  function hasFiles(transfer) {
    var types = transfer ? Array.from(transfer.types) : [];
    return types.indexOf("Files") !== -1 && types.indexOf(DRAWN) === -1;
  }

  // On a piece: they are for its photo.
  function takeDrops(widget, inside) {
    inside.addEventListener("dragover", function (event) {
      if (hasFiles(event.dataTransfer) && desk() && desk().maySend) {
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
        inside.classList.add("is-aimed-at");
      }
    });
    inside.addEventListener("dragleave", function (event) {
      inside.classList.toggle("is-aimed-at", inside.contains(event.relatedTarget));
    });
    inside.addEventListener("drop", function (event) {
      inside.classList.remove("is-aimed-at");
      if (hasFiles(event.dataTransfer) && desk() && desk().maySend) {
        event.preventDefault();
        event.stopPropagation();
        desk().fill(widget.data.key, event.dataTransfer);
      }
    });
  }

  function mayAdd() {
    return desk() && desk().mayAdd && desk().maySend;
  }

  // Between the lines: a photo of the tray goes there, and files become new ones.
  function dropped(editor, event) {
    // A piece that is drawn by its handle brings nothing of the browser's own.
    var transfer = event.data.dataTransfer.$, range = event.data.dropRange;
    var key = transfer && transfer.getData(DRAWN);
    if (key || hasFiles(transfer)) {
      event.cancel();
      var keys = key ? [key] : mayAdd() ? desk().add(transfer) : [];
      insert(editor, keys, atDrop(editor, range));
    }
  }

  // A picture from the clipboard; what can be pasted as text is pasted as text.
  function pasted(editor, event) {
    var transfer = event.data.dataTransfer.$;
    var isPicture = hasFiles(transfer) && Array.from(transfer.types).indexOf("text/plain") === -1;
    if (isPicture && mayAdd()) {
      event.cancel();
      insert(editor, desk().add(transfer), atCursor(editor));
    }
  }

  // --- the plugin ----------------------------------------------------------------------------

  function define(editor, words) {
    return {
      draggable: true,
      pathName: words.widget,
      getLabel: function () { return words.widget; },
      allowedContent: "figure[!data-photo]",
      requiredContent: "figure[data-photo]",

      upcast: function (element, data) {
        var key = element.name === "figure" && element.attributes["data-photo"];
        if (!key) {
          return false;
        }
        data.key = key;
        element.attributes["class"] = "storyphoto";
        element.children = [];
        return element;
      },

      init: function () {
        build(editor, this, words);
        this.on("edit", function (event) {
          event.cancel();
          this.parts.caption.focus();
        });
        this.on("key", function (event) {
          var step = { [UP]: -1, [DOWN]: 1 }[event.data.keyCode];
          if (step) {
            event.cancel();
            move(editor, this, step);
          }
        }, null, null, 1);
      },

      // Its key is known only now.
      data: function () {
        update(this, words);
      },

      downcast: function () {
        return new CKEDITOR.htmlParser.element("figure", { "data-photo": this.data.key });
      }
    };
  }

  // What is undone is the text: of a figure only that it stands there.
  function bare(event) {
    event.data = event.data.replace(/(<figure\b[^>]*\bstoryphoto\b[^>]*>)[\s\S]*?(<\/figure>)/g, "$1$2");
  }

  function follow(editor, words) {
    function onTray(event) {
      Object.values(editor.widgets.instances).forEach(function (widget) {
        if (widget.name === "storyphoto" && widget.data.key === event.detail.key) {
          update(widget, words);
        }
      });
    }
    function tellPlaces() {
      document.dispatchEvent(new CustomEvent("desk:placed", { detail: { keys: placedKeys(editor) } }));
    }
    document.addEventListener("desk:tray", onTray);
    editor.on("destroy", function () { document.removeEventListener("desk:tray", onTray); });
    editor.on("change", CKEDITOR.tools.eventsBuffer(300, tellPlaces).input);
    editor.on("instanceReady", tellPlaces);
  }

  function addCommands(editor, words) {
    editor.addCommand("storyphotoChoose", {
      allowedContent: "figure[!data-photo]",
      canUndo: false,
      exec: choose
    });
    // Called by the buttons of the photo tray beside the text.
    editor.addCommand("storyphotoPlace", {
      exec: function (instance, keys) { insert(instance, keys, atCursor(instance)); }
    });
    if (editor.ui.addButton) {
      editor.ui.addButton("StoryPhoto", { label: words.button, command: "storyphotoChoose", icon: words.icon, toolbar: "insert" });
    }
    editor.on("instanceReady", function () {
      if (!desk() || !window.deskPicker) {
        editor.getCommand("storyphotoChoose").disable();
      }
    });
  }

  CKEDITOR.plugins.add("storyphoto", {
    requires: "widget,clipboard",

    beforeInit: function (editor) {
      // An empty figure is what we store; the editor would fill it with a space.
      editor.config.fillEmptyBlocks = function (element) { return element.name !== "figure"; };
    },

    init: function (editor) {
      var words = editor.config.storyphoto;
      editor.widgets.add("storyphoto", define(editor, words));
      addCommands(editor, words);
      follow(editor, words);
      editor.on("getSnapshot", bare, null, null, 100);
      // Once the editor has looked what is brought, and before it takes it for text.
      editor.on("drop", function (event) { dropped(editor, event); }, null, null, 2);
      editor.on("paste", function (event) { pasted(editor, event); }, null, null, 1);
    }
  });
})();
