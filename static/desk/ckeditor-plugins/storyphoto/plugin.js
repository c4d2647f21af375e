// Photos in the body: a figure that names a photo of the story becomes one piece, which can be
// moved and deleted but not written into. What it shows comes from the JSON element #desk-tray.
"use strict";

(function () {
  var EMPTY = {};

  function tray() {
    var element = document.getElementById("desk-tray");
    return element ? JSON.parse(element.textContent) : EMPTY;
  }

  function node(tag, className, text) {
    var attributes = className ? { "class": className } : {};
    var made = new CKEDITOR.htmlParser.element(tag, attributes);
    if (text) {
      made.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(text)));
    }
    return made;
  }

  function picture(address) {
    return new CKEDITOR.htmlParser.element("img", { "class": "storyphoto-image", src: address, alt: "" });
  }

  // Fill the figure with what the editor sees; the saved text never holds any of it.
  function dress(figure, photo, words) {
    figure.children = [];
    figure.attributes["class"] = "storyphoto" + (photo && photo.thumb ? "" : " is-waiting");
    if (photo && photo.thumb) {
      figure.add(picture(photo.thumb));
    } else {
      figure.add(node("span", "storyphoto-frame", photo ? words.waiting : words.missing));
    }
    if (photo) {
      var line = node("span", "storyphoto-caption", photo.caption || words.uncaptioned);
      if (photo.credit) {
        line.add(node("span", "storyphoto-credit", photo.credit));
      }
      figure.add(line);
    }
    return figure;
  }

  function placedKeys(editor) {
    var keys = {};
    CKEDITOR.tools.array.forEach(editor.editable().find("figure[data-photo]").toArray(), function (figure) {
      keys[figure.data("photo")] = true;
    });
    return keys;
  }

  // After the paragraph (or list, or table) that the cursor stands in: a photo never splits one.
  function placeFor(editor) {
    var path = editor.elementPath();
    var block = path && path.elements[path.elements.length - 2];
    if (!block || !path.contains(editor.editable())) {
      return undefined;
    }
    var range = editor.createRange();
    range.moveToPosition(block, CKEDITOR.POSITION_AFTER_END);
    return range;
  }

  function insert(editor, key) {
    var html = '<figure data-photo="' + CKEDITOR.tools.htmlEncodeAttr(key) + '"></figure>';
    editor.focus();
    editor.fire("saveSnapshot");
    editor.insertHtml(html, "html", placeFor(editor));
    editor.fire("saveSnapshot");
  }

  // The list in the button's panel: one row for each photo that is not in the text yet.
  function rows(editor, words) {
    var photos = tray();
    var placed = placedKeys(editor);
    return Object.keys(photos)
      .filter(function (key) { return !placed[key]; })
      .map(function (key) {
        return { key: key, photo: photos[key], label: photos[key].caption || words.uncaptioned };
      });
  }

  function list(editor, words, chosen) {
    var holder = CKEDITOR.document.createElement("div");
    holder.addClass("storyphoto-list");
    var found = rows(editor, words);
    found.forEach(function (row) {
      var button = CKEDITOR.document.createElement("button", { attributes: { type: "button" } });
      button.addClass("storyphoto-choice");
      if (row.photo.thumb) {
        button.append(CKEDITOR.document.createElement("img", { attributes: { src: row.photo.thumb, alt: "" } }));
      } else {
        var frame = CKEDITOR.document.createElement("span");
        frame.addClass("storyphoto-none");
        frame.setText(words.waiting);
        button.append(frame);
      }
      var label = CKEDITOR.document.createElement("span");
      label.setText(row.label);
      button.append(label);
      button.on("click", function () { chosen(row.key); });
      holder.append(button);
    });
    var note = CKEDITOR.document.createElement("p");
    note.setText(found.length ? words.unsaved : words.empty + " " + words.unsaved);
    holder.append(note);
    return holder;
  }

  function dialogOf(words) {
    return function (editor) {
      return {
        title: words.title,
        minWidth: 420,
        minHeight: 80,
        resizable: CKEDITOR.DIALOG_RESIZE_NONE,
        buttons: [CKEDITOR.dialog.cancelButton],
        contents: [{ id: "tray", elements: [{ type: "html", id: "list", html: '<div class="storyphoto-holder"></div>' }] }],
        onShow: function () {
          var dialog = this;
          var holder = dialog.getContentElement("tray", "list").getElement();
          holder.setHtml("");
          holder.append(list(editor, words, function (key) {
            dialog.hide();
            insert(editor, key);
          }));
        }
      };
    };
  }

  CKEDITOR.plugins.add("storyphoto", {
    requires: "widget,dialog",

    beforeInit: function (editor) {
      // An empty figure is what we store; the editor would fill it with a space.
      editor.config.fillEmptyBlocks = function (element) { return element.name !== "figure"; };
    },

    init: function (editor) {
      var words = editor.config.storyphoto;

      editor.widgets.add("storyphoto", {
        draggable: true,
        pathName: words.widget,
        allowedContent: "figure[!data-photo]",
        requiredContent: "figure[data-photo]",

        upcast: function (element, data) {
          var key = element.name === "figure" && element.attributes["data-photo"];
          if (!key) {
            return false;
          }
          data.key = key;
          return dress(element, tray()[key], words);
        },

        downcast: function () {
          return new CKEDITOR.htmlParser.element("figure", { "data-photo": this.data.key });
        }
      });

      CKEDITOR.dialog.add("storyphoto", dialogOf(words));
      editor.addCommand("storyphoto", new CKEDITOR.dialogCommand("storyphoto", {
        allowedContent: "figure[!data-photo]"
      }));
      // Called by the buttons of the photo tray beside the text.
      editor.addCommand("storyphotoPlace", {
        exec: function (instance, key) { insert(instance, key); }
      });
      if (editor.ui.addButton) {
        editor.ui.addButton("StoryPhoto", { label: words.button, command: "storyphoto", icon: words.icon, toolbar: "insert" });
      }
    }
  });
})();
